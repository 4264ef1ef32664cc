import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import { SERVICE_FILE } from '../host/service.ts';
import { Failure, reasonOf } from '../local/failure.ts';
import { HOST_FOLDER } from './build-host.ts';
import { beside, ESBUILD_SETTINGS, LIGHT_SETTINGS, MAKES_JSON_SCHEMA } from './bundle-settings.ts';
import { NO_JSON_SCHEMA } from './leave-out.ts';
import { writeFolder } from './write-folder.ts';

export type Bundle = { name: string; file: string; bytes: number };

/** Makes one ES module of each folder in `functions/` that has a `handler.ts`. The same sources give the same bytes. */
export async function buildBundles(root: string, outFolder: string): Promise<Bundle[]> {
  const names = bundleNames(root);
  const outputs = await bundle(root, outFolder, names);
  removeOthers(outFolder, names);
  return names.map((name) => {
    const folder = join(outFolder, name);
    const files = new Map<string, Uint8Array>([['package.json', Buffer.from('{"type":"module"}\n')]]);
    for (const { path, contents } of outputs) {
      if (dirname(path) === folder) files.set(basename(path), contents);
    }
    for (const [as, from] of Object.entries(beside(root, name))) add(files, as, from);
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

function removeOthers(outFolder: string, names: readonly string[]): void {
  if (!existsSync(outFolder)) return;
  for (const entry of readdirSync(outFolder).filter((name) => ![...names, SERVICE_FILE, HOST_FOLDER].includes(name))) {
    rmSync(join(outFolder, entry), { recursive: true, force: true });
  }
}

async function bundle(root: string, outFolder: string, names: readonly string[]): Promise<OutputFile[]> {
  const isHeavy = (name: string): boolean => MAKES_JSON_SCHEMA.includes(name);
  const entriesOf = (some: readonly string[]) =>
    some.map((name) => ({ in: join(root, 'functions', name, 'handler.ts'), out: `${name}/index` }));
  try {
    const folders = { absWorkingDir: root, outdir: outFolder };
    const [heavy, light] = await Promise.all([
      build({ ...ESBUILD_SETTINGS, ...folders, entryPoints: entriesOf(names.filter(isHeavy)) }),
      build({ ...LIGHT_SETTINGS, ...folders, entryPoints: entriesOf(names.filter((name) => !isHeavy(name))) }),
    ]);
    light.outputFiles.forEach(refuseJsonSchema);
    return [...heavy.outputFiles, ...light.outputFiles];
  } catch (cause) {
    throw new Failure(`Cannot build the bundles. ${reasonOf(cause)}`, { cause });
  }
}

function refuseJsonSchema({ path, text }: OutputFile): void {
  if (!path.endsWith('.mjs') || !text.includes(NO_JSON_SCHEMA)) return;
  const name = basename(dirname(path));
  throw new Failure(`The bundle ${name} calls z.toJSONSchema and is not in MAKES_JSON_SCHEMA of bundle-settings.ts`);
}

function add(files: Map<string, Uint8Array>, as: string, from: string): void {
  if (!existsSync(from)) return;
  if (statSync(from).isFile()) {
    files.set(normalize(as), readFileSync(from));
    return;
  }
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(join(as, relative(from, path)), readFileSync(path));
  }
}
