import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import { Failure, reasonOf } from '../local/failure.ts';
import { ESBUILD_SETTINGS, foldersBeside } from './bundle-settings.ts';
import { writeFolder } from './write-folder.ts';

export type Bundle = { name: string; file: string; bytes: number };

/** Makes one ES module of each folder in `functions/` that has a `handler.ts`. The same sources give the same bytes. */
export async function buildBundles(root: string, outFolder: string): Promise<Bundle[]> {
  const names = bundleNames(root);
  const outputs = await bundle(root, outFolder, names);
  return names.map((name) => {
    const folder = join(outFolder, name);
    const files = new Map<string, Uint8Array>([['package.json', Buffer.from('{"type":"module"}\n')]]);
    for (const { path, contents } of outputs) {
      if (dirname(path) === folder) files.set(basename(path), contents);
    }
    for (const [beside, from] of Object.entries(foldersBeside(root, name))) addFolder(files, beside, from);
    writeFolder(folder, files);
    return { name, file: join(folder, 'index.mjs'), bytes: files.get('index.mjs')?.length ?? 0 };
  });
}

/** The functions that have a door to build. */
export function bundleNames(root: string): string[] {
  return readdirSync(join(root, 'functions'))
    .filter((name) => existsSync(join(root, 'functions', name, 'handler.ts')))
    .sort();
}

async function bundle(root: string, outFolder: string, names: readonly string[]): Promise<OutputFile[]> {
  const entryPoints = names.map((name) => ({ in: join(root, 'functions', name, 'handler.ts'), out: `${name}/index` }));
  try {
    const built = await build({ ...ESBUILD_SETTINGS, absWorkingDir: root, outdir: outFolder, entryPoints });
    return built.outputFiles;
  } catch (cause) {
    throw new Failure(`Cannot build the bundles. ${reasonOf(cause)}`, { cause });
  }
}

function addFolder(files: Map<string, Uint8Array>, name: string, folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(join(name, relative(folder, path)), readFileSync(path));
  }
}
