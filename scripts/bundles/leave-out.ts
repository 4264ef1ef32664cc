import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const SILENT_DEBUG = `module.exports = () => Object.assign(() => {}, { enabled: false });
module.exports.default = module.exports;`;

type LeftOut = { path: RegExp; instead: (path: string) => string };

/**
 * What a dependency brings and none of our bundles runs; a third of their weight. Postgres: migrations in TypeScript (jiti),
 * found by pattern (glob), and the native client. Redis: clusters, sentinels, the certificates of one provider, and debugging.
 */
const LEFT_OUT: readonly LeftOut[] = [
  { path: packagePath('jiti/.+'), instead: () => 'export const createJiti = () => ({});' },
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

export const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^pg-native$/ }, () => ({ path: 'pg-native', namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = undefined;' }));
    for (const { path: filter, instead } of LEFT_OUT) {
      onLoad({ filter }, ({ path }) => ({ contents: instead(path), loader: path.endsWith('.json') ? 'json' : 'js' }));
    }
  },
};

function packagePath(path: string): RegExp {
  return new RegExp(`[\\\\/]node_modules[\\\\/]${path.replaceAll('.js', '\\.js').replaceAll('/', '[\\\\/]')}$`);
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
