import { describe, expect, it } from 'vitest';
import { apiDocument } from '../../../functions/api/openapi.ts';
import { OTHER_DOORS } from '../../../functions/api/other-doors.ts';
import { ROUTES } from '../../../functions/api/route-table.ts';

const described = [...ROUTES, ...OTHER_DOORS];
const document = apiDocument(described);
const text = JSON.stringify(document);

describe('apiDocument()', () => {
  it('holds every route of the table and no other', () => {
    const found = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(found.sort()).toEqual(described.map((route) => `${route.method} ${route.path}`).sort());
  });

  it.each(described.map((route) => ({ name: route.name, route })))(
    'describes $name as the table has it',
    ({ route }) => {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      const statuses = Object.keys(operation?.responses as object);
      for (const status of Object.keys(route.responses)) expect(statuses).toContain(status);
      expect(operation?.security).toEqual(route.auth === 'user' ? [{ token: [] }] : []);
      expect(statuses.includes('401')).toBe(route.auth === 'user' || route.problems?.[401] !== undefined);
      const parameters = (operation?.parameters ?? []) as { name: string; in: string; required: boolean }[];
      const inPath = parameters.filter((one) => one.in === 'path');
      expect(inPath.map((one) => `{${one.name}}`).sort()).toEqual((route.path.match(/\{\w+\}/g) ?? []).sort());
      expect(inPath.every((one) => one.required)).toBe(true);
      expect(operation?.requestBody !== undefined).toBe(route.body !== undefined);
    },
  );

  it('gives each operation a name of its own', () => {
    expect(new Set(described.map((route) => route.name)).size).toBe(described.length);
  });

  it('refers only to components that it holds', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]);
    expect(references.length).toBeGreaterThan(0);
    expect(new Set(references)).toEqual(new Set(Object.keys(document.components.schemas)));
    expect(text).not.toContain('$defs');
  });

  it('shows only what everybody may call without a token outside /api/v1', () => {
    for (const route of ROUTES)
      expect(route.auth, route.path).toBe(route.path.startsWith('/api/v1/') ? 'user' : 'none');
  });

  it('matches no request by two templates of one method', () => {
    const shapes = ROUTES.map((route) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});
