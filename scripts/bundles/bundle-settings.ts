import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { leaveOut, leaveOutJsonSchema } from './leave-out.ts';

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

/** The only bundles that hold what makes JSON schemas, for their OpenAPI document. */
export const MAKES_JSON_SCHEMA: readonly string[] = ['api'];

const SWAGGER_UI = ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'favicon-32x32.png'];

/**
 * What stands beside `index.mjs`: from where, by the name it gets there. A file, or a folder with all it holds; what is
 * not there is passed over. A folder `functions/<name>/assets` always is.
 */
export function beside(root: string, bundle: string): Record<string, string> {
  const from = (path: string): string => join(root, path);
  return {
    assets: from(`functions/${bundle}/assets`),
    ...(bundle === 'migrate' ? { migrations: from('shared/database/migrations') } : {}),
    ...(bundle === 'api'
      ? Object.fromEntries(SWAGGER_UI.map((file) => [`assets/${file}`, from(`node_modules/swagger-ui-dist/${file}`)]))
      : {}),
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

/** For all bundles but those of MAKES_JSON_SCHEMA. */
export const LIGHT_SETTINGS = {
  ...ESBUILD_SETTINGS,
  plugins: [leaveOut, leaveOutJsonSchema],
} as const satisfies BuildOptions;
