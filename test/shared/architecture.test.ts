import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FLOOR = ['money', 'time', 'ids', 'errors', 'config', 'log', 'paging'];
const ADAPTER = /\.(pg|redis|http|ws|memory)\.ts$/;
const IMPORT = /(?:^|\n)(?:import|export)\s[^'"]*?from '([^']+)'/g;
const TYPE_IMPORT = /^\s*(?:import|export) type\b/;

type Import = { from: string; to: string; isType: boolean };

/** Every import of our own code and of packages, with paths from the root of the project. */
const imports = importsOf('{shared,functions}/**/*.ts');

function importsOf(pattern: string): Import[] {
  return globSync(pattern, { cwd: ROOT }).flatMap(importsIn);
}

function importsIn(from: string): Import[] {
  const source = readFileSync(join(ROOT, from), 'utf8');
  return [...source.matchAll(IMPORT)].map((found) => {
    const target = found[1] ?? '';
    const to = target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(from), target)) : target;
    return { from, to, isType: TYPE_IMPORT.test(found[0]) };
  });
}

const roomOf = (path: string): string => path.split('/')[1] ?? '';
const told = (found: readonly Import[]): string[] => found.map(({ from, to }) => `${from} -> ${to}`);

/** The rooms on a circle, if there is one. */
function findCircle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const visit = (room: string, path: string[]): string[] => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (done.has(room)) return [];
    for (const next of edges.get(room) ?? []) {
      const circle = visit(next, [...path, room]);
      if (circle.length > 0) return circle;
    }
    done.add(room);
    return [];
  };
  for (const room of edges.keys()) {
    const circle = visit(room, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

describe('the tree', () => {
  it('was read', () => {
    expect(imports.length).toBeGreaterThan(300);
  });

  it('lets doors depend on rooms, never the other way', () => {
    expect(told(imports.filter(({ from, to }) => from.startsWith('shared/') && to.startsWith('functions/')))).toEqual(
      [],
    );
  });

  it('keeps the floor free of rooms', () => {
    const isUpward = ({ from, to }: Import): boolean =>
      from.startsWith('shared/') &&
      to.startsWith('shared/') &&
      FLOOR.includes(roomOf(from)) &&
      !FLOOR.includes(roomOf(to));
    expect(told(imports.filter(isUpward))).toEqual([]);
  });

  it('has no circle of rooms', () => {
    const edges = new Map<string, Set<string>>();
    for (const { from, to } of imports) {
      if (!from.startsWith('shared/') || !to.startsWith('shared/') || roomOf(from) === roomOf(to)) continue;
      edges.set(roomOf(from), (edges.get(roomOf(from)) ?? new Set()).add(roomOf(to)));
    }
    expect(findCircle(edges).join(' -> ')).toBe('');
  });

  it.each([
    { name: 'pg', allowed: /\.pg\.ts$/ },
    { name: 'ioredis', allowed: /\.redis\.ts$/ },
  ])('lets only files named for it import $name', ({ name, allowed }) => {
    expect(told(imports.filter(({ from, to }) => to === name && !allowed.test(from)))).toEqual([]);
  });

  it('builds adapters where a door is wired, and nowhere else', () => {
    const builds = imports.filter(
      ({ from, to, isType }) =>
        to.startsWith('shared/') && ADAPTER.test(to) && !isType && !ADAPTER.test(from) && basename(from) !== 'wire.ts',
    );
    expect(told(builds)).toEqual([]);
  });

  it('lets only what wires a door ask for credentials in the clear', () => {
    const named = [
      'functions/queue/wire.ts',
      'functions/schedule/wire.ts',
      'functions/api/wire.ts',
      'scripts/host/owner/wire.ts',
    ];
    const askers = importsOf('{shared,functions,scripts,docker}/**/*.ts').filter(
      ({ to }) => to === 'shared/exchange-keys/open-credentials.ts',
    );
    expect(askers.map(({ from }) => from).sort()).toEqual(named.sort());
  });

  it('lets only the signer, and what makes it, see credentials in the clear', () => {
    const signer = /^shared\/(exchange-keys|exchanges\/binance)\//;
    const seeing = globSync('{shared,functions,scripts,docker}/**/*.ts', { cwd: ROOT })
      .filter((path) => !signer.test(path))
      .filter((path) => /\.reveal\(\)/.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(seeing).toEqual([]);
    const signing = globSync('shared/{exchanges,exchange-keys}/**/*.ts', { cwd: ROOT }).filter((path) =>
      /createHmac\('sha256', secret\)|\bsign\(null/.test(readFileSync(join(ROOT, path), 'utf8')),
    );
    expect(signing).toEqual(['shared/exchanges/binance/clear-key.ts']);
  });

  it('keeps what seals and opens secrets inside its room', () => {
    const inside = ['seal', 'data-key', 'key-ring'].map((name) => `shared/exchange-keys/${name}.ts`);
    const others = imports.filter(({ from, to }) => inside.includes(to) && roomOf(from) !== 'exchange-keys');
    expect(told(others)).toEqual([]);
    const opening = globSync('{shared,functions,scripts,docker}/**/*.ts', { cwd: ROOT })
      .filter((path) => roomOf(path) !== 'exchange-keys')
      .filter((path) => /\.unseal\(/.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(opening).toEqual([]);
  });
});
