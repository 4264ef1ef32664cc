import { defineConfig } from 'vitest/config';

const SECOND_MS = 1_000;
const services = ['test/support/services.setup.ts'];

/** Units first, because they are quick to say no; what starts whole services last, and alone. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/shared/**/*.test.ts', 'test/functions/**/*.test.ts', 'test/scripts/**/*.test.ts'],
          exclude: ['test/functions/bundles*'],
          pool: 'threads',
          testTimeout: 10 * SECOND_MS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'contracts',
          include: ['test/contracts/**/*.test.ts'],
          globalSetup: services,
          testTimeout: 20 * SECOND_MS,
          hookTimeout: 60 * SECOND_MS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'services',
          include: ['test/services/**/*.test.ts'],
          globalSetup: services,
          testTimeout: 20 * SECOND_MS,
          hookTimeout: 60 * SECOND_MS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'bundles',
          include: ['test/functions/bundles*.test.ts'],
          globalSetup: services,
          testTimeout: 60 * SECOND_MS,
          hookTimeout: 120 * SECOND_MS,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/*.test.ts'],
          globalSetup: services,
          testTimeout: 120 * SECOND_MS,
          hookTimeout: 120 * SECOND_MS,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'compose',
          include: ['test/e2e/compose/**/*.test.ts'],
          globalSetup: ['test/support/compose/compose.setup.ts'],
          testTimeout: 240 * SECOND_MS,
          hookTimeout: 240 * SECOND_MS,
          maxWorkers: 1,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: services,
          testTimeout: 600 * SECOND_MS,
          hookTimeout: 120 * SECOND_MS,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
