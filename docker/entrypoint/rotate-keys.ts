import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { foldersIn, handOver } from './folders.ts';
import { readSettings } from './settings.ts';
import { step } from './step.ts';

type Migrate = { handler: (event: unknown) => Promise<{ rotated?: unknown }> };

const WHICH = ['master-key', 'data-key'];

/**
 * `rotate-keys`, or `rotate-keys master-key` and `rotate-keys data-key` for one of the two: docs/keys.md. Runs in the container
 * that migrates, as the owner of the database, and first becomes nobody in particular as that one does.
 */
export async function rotateKeys(): Promise<void> {
  const root = process.cwd();
  readSettings(process.env);
  const [, , , which] = process.argv;
  if (which !== undefined && !WHICH.includes(which))
    throw new Error(`Unknown kind of key "${which}": it takes ${WHICH.join(' or ')}, or nothing for both`);
  handOver(foldersIn(root));
  const { handler }: Migrate = await import(pathToFileURL(join(root, 'dist/migrate/index.mjs')).href);
  const rotate = () => handler({ rotateKeys: which ?? true });
  await step('rotation', rotate, ({ rotated }) => ({ rotated }));
}
