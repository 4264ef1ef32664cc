import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { leaveOut } from './leave-out.ts';

/** 1 KB is 1000 bytes, of the minified `index.mjs` alone. What answers while somebody waits has to start fast. */
export const BUDGETS_KB: Readonly<Record<string, number>> = {
  webhook: 350,
  health: 350,
  queue: 600,
  schedule: 600,
  stream: 450,
  api: 900,
  migrate: 450,
};

export const DEFAULT_BUDGET_KB = 350;

/** Folders that stand beside `index.mjs`, by the name they get there. A folder `functions/<name>/assets` is always one. */
export function foldersBeside(root: string, bundle: string): Record<string, string> {
  return {
    assets: join(root, 'functions', bundle, 'assets'),
    ...(bundle === 'migrate' ? { migrations: join(root, 'shared/database/migrations') } : {}),
  };
}

/** CommonJS dependencies such as pg ask for Node's own modules with `require`, which an ES module does not have. */
const REQUIRE = `import{createRequire as createBundleRequire}from"node:module";const require=createBundleRequire(import.meta.url);`;

export const ESBUILD_SETTINGS = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  banner: { js: REQUIRE },
  plugins: [leaveOut],
  logLevel: 'silent',
} as const satisfies BuildOptions;
