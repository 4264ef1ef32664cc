import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const SILENT_DEBUG = `module.exports = () => Object.assign(() => {}, { enabled: false });
module.exports.default = module.exports;`;

const NOT_INSTALLED = `throw Object.assign(new Error('pg-native is not in this bundle'), { code: 'MODULE_NOT_FOUND' });`;

type LeftOut = { path: RegExp; instead: (path: string) => string };

/**
 * What a dependency brings and none of our bundles runs; a third of their weight. Postgres: migrations in TypeScript (jiti),
 * found by pattern (glob), and the native client. Redis: clusters, sentinels, the certificates of one provider, and debugging.
 */
const LEFT_OUT: readonly LeftOut[] = [
  { path: packagePath('jiti/.+'), instead: () => 'export const createJiti = () => ({});' },
  { path: packagePath('pg/lib/native/index.js'), instead: () => NOT_INSTALLED },
  { path: packagePath('glob/.+'), instead: () => 'export const glob = undefined;' },
  { path: packagePath('debug/src/index.js'), instead: () => SILENT_DEBUG },
  { path: packagePath('ioredis/built/cluster/index.js'), instead: () => notHere('Redis.Cluster') },
  {
    path: packagePath('ioredis/built/connectors/SentinelConnector/index.js'),
    instead: () => notHere('A Redis sentinel'),
  },
  { path: packagePath('ioredis/built/constants/TLSProfiles.js'), instead: () => 'exports.default = {};' },
  { path: packagePath('@ioredis/commands/built/commands.json'), instead: commandsWithoutFlags },
];

export const leaveOut = leavingOut('leave-out', LEFT_OUT);

export const NO_JSON_SCHEMA = 'z.toJSONSchema is not in this bundle';

/**
 * For bundles that describe no schema: 16 KB that each schema of zod keeps a way to. What zod still asks of it at run time says
 * that it is not here; a bundle in which NO_JSON_SCHEMA is to be found calls it.
 */
export const leaveOutJsonSchema = leavingOut('leave-out-json-schema', [
  { path: packagePath('zod/v4/core/json-schema-processors.js'), instead: withoutJsonSchema },
  { path: packagePath('zod/v4/core/to-json-schema.js'), instead: withoutJsonSchema },
]);

function leavingOut(name: string, what: readonly LeftOut[]): Plugin {
  return {
    name,
    setup({ onLoad }) {
      for (const { path: filter, instead } of what) {
        onLoad({ filter }, ({ path }) => ({ contents: instead(path), loader: path.endsWith('.json') ? 'json' : 'js' }));
      }
    },
  };
}

function packagePath(path: string): RegExp {
  return new RegExp(`[\\\\/]node_modules[\\\\/]${path.replaceAll('.js', '\\.js').replaceAll('/', '[\\\\/]')}$`);
}

/** Names that begin with `create` are called for every schema that is asked about itself, and what they give only for its JSON. */
function withoutJsonSchema(path: string): string {
  const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  const lines = names.map((name) => {
    if (name === 'toJSONSchema') return `export function toJSONSchema() { throw new Error('${NO_JSON_SCHEMA}'); }`;
    return `export const ${name} = ${name?.startsWith('create') ? '() => notHere' : 'notHere'};`;
  });
  return ["function notHere() { throw new Error('JSON schemas are not in this bundle'); }", ...lines].join('\n');
}

function notHere(what: string): string {
  return `exports.default = class { constructor() { throw new Error(${JSON.stringify(`${what} is not in this bundle`)}); } };`;
}

type Command = { flags: string[]; arity?: number; subcommands?: Record<string, Command> };

/** ioredis asks for these two flags and never for the arity. */
const FLAGS_ASKED_FOR = ['readonly', 'loading'];

function commandsWithoutFlags(path: string): string {
  const commands = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Command>;
  return JSON.stringify(
    Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, lighten(command)])),
  );
}

function lighten({ arity: _, ...command }: Command): Command {
  const subcommands = Object.entries(command.subcommands ?? {}).map(([name, inner]) => [name, lighten(inner)] as const);
  return {
    ...command,
    flags: command.flags.filter((flag) => FLAGS_ASKED_FOR.includes(flag)),
    ...(command.subcommands === undefined ? {} : { subcommands: Object.fromEntries(subcommands) }),
  };
}
