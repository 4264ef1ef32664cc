import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { Failure, reasonOf } from '../local/failure.ts';
import { ESBUILD_SETTINGS } from './bundle-settings.ts';
import { writeFolder } from './write-folder.ts';

export const HOST_FOLDER = 'host';

const ENTRY_POINTS = {
  run: 'scripts/host/run.ts',
  owner: 'scripts/host/owner/main.ts',
  entrypoint: 'docker/entrypoint/main.ts',
  health: 'docker/entrypoint/health.ts',
};

/**
 * Makes the programs that serve the bundles where there is no Lambda: `run` for `npm start`, `entrypoint` and `health` for the
 * container, and `owner`, which either of them loads when it is its turn to hear the exchange. serverless-offline is part of them, so the image needs no node_modules.
 */
export async function buildHost(root: string, dist: string): Promise<void> {
  const folder = join(dist, HOST_FOLDER);
  const entryPoints = Object.entries(ENTRY_POINTS).map(([out, path]) => ({ in: join(root, path), out }));
  try {
    const { outputFiles } = await build({
      ...ESBUILD_SETTINGS,
      plugins: [...ESBUILD_SETTINGS.plugins, leaveOutOfOffline, takeTemplatesIn],
      absWorkingDir: root,
      outdir: folder,
      entryPoints,
    });
    writeFolder(folder, new Map(outputFiles.map(({ path, contents }) => [basename(path), contents])));
  } catch (cause) {
    throw new Failure(`Cannot build the host. ${reasonOf(cause)}`, { cause });
  }
}

const OTHER_RUNNERS = /serverless-offline[\\/].*[\\/](docker|go|java|python|ruby|worker-thread)-runner[\\/]index\.js$/;
const ROUTE_LIST = /serverless-offline[\\/].*[\\/]logRoutes\.js$/;

/**
 * What serverless-offline has for other languages, for containers of its own and for handlers in TypeScript, 100 MB of packages;
 * asked for all the same it says so. And the list of its routes, which it prints whatever the log level.
 */
const leaveOutOfOffline: Plugin = {
  name: 'leave-out-of-offline',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^tsx\// }, ({ path }) => ({ path, namespace: 'left-out-tsx' }));
    onLoad({ filter: /.*/, namespace: 'left-out-tsx' }, () => ({ contents: 'module.exports = {};' }));
    onLoad({ filter: OTHER_RUNNERS }, ({ path }) => {
      const message = JSON.stringify(`${basename(dirname(path))} of serverless-offline is not built in`);
      return { contents: `export default class { constructor() { throw new Error(${message}); } }` };
    });
    onLoad({ filter: ROUTE_LIST }, () => ({ contents: 'export default function () {}' }));
  },
};

/** Two templates that serverless-offline reads from the folder it stands in. */
const READ_BESIDE = /readFileSync\(\s*join\(import\.meta\.url, "([^"]+)"\),\s*"utf8",\s*\)/g;

const takeTemplatesIn: Plugin = {
  name: 'take-templates-in',
  setup({ onLoad }) {
    onLoad({ filter: /serverless-offline[\\/].*[\\/]Endpoint\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(READ_BESIDE, (_, file: string) =>
        JSON.stringify(readFileSync(join(dirname(path), file), 'utf8')),
      ),
    }));
  },
};
