import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const firstRunFile = z.object({
  baseUrl: z.string(),
  email: z.string(),
  password: z.string(),
  apiToken: z.string(),
  webhookUrl: z.string(),
});
const migrated = z.object({ applied: z.array(z.string()), firstRun: firstRunFile.omit({ baseUrl: true }).nullable() });

/** What the first start made, for people and scripts on this machine. */
export type FirstRunFile = z.infer<typeof firstRunFile>;
export type Prepared = { applied: string[]; isFirst: boolean; file: FirstRunFile | undefined };

type PrepareOptions = {
  dataFolder: string;
  baseUrl: string;
  /** Calls the handler of the migrate bundle. */
  invokeMigrate: (event: unknown) => Promise<unknown>;
};

/** Migrates the database and makes the owner of a fresh one. What can be shown only once is written down at once. */
export async function prepareDatabase({ dataFolder, baseUrl, invokeMigrate }: PrepareOptions): Promise<Prepared> {
  const answer = await invokeMigrate({ firstRun: true, baseUrl });
  const { applied, firstRun } = migrated.parse(answer);
  const before = readFirstRun(dataFolder);
  const file = firstRun === null ? before && moveTo(before, baseUrl) : { baseUrl, ...firstRun };
  if (file !== undefined) writeFirstRun(dataFolder, file);
  return { applied, isFirst: firstRun !== null, file };
}

/** @returns undefined when there is none, because nothing was started yet or the owner was made elsewhere */
export function readFirstRun(dataFolder: string): FirstRunFile | undefined {
  const file = join(dataFolder, 'first-run.json');
  if (!existsSync(file)) return undefined;
  return firstRunFile.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function writeFirstRun(dataFolder: string, file: FirstRunFile): void {
  const path = join(dataFolder, 'first-run.json');
  writeFileSync(`${path}.unfinished`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.unfinished`, path);
}

/** The port may be another one than last time. */
function moveTo(file: FirstRunFile, baseUrl: string): FirstRunFile {
  return { ...file, baseUrl, webhookUrl: file.webhookUrl.replace(file.baseUrl, baseUrl) };
}
