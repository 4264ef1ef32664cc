import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { temporaryFolder } from './temporary-folder.ts';

export type BundleAnswer = { result?: unknown; problem?: string; output: string };

/** Calls the handler as Lambda does, and says what came of it on a line of its own. */
const CALLER = `
  const { handler } = await import('./index.mjs');
  let event = '';
  for await (const chunk of process.stdin) event += chunk;
  const answer = await handler(JSON.parse(event)).then((result) => ({ result }), (error) => ({ problem: error.message }));
  process.stdout.write('\\nANSWER ' + JSON.stringify(answer) + '\\n', () => process.exit(0));
`;

/** Copies one built bundle into an empty folder, where no node_modules can help it. */
export function placeAlone(bundleFolder: string): string {
  const folder = temporaryFolder('bundle');
  cpSync(bundleFolder, folder, { recursive: true });
  return folder;
}

/** Runs the bundle in `folder` under plain Node, with no more environment than `env`. */
export function runBundle(folder: string, event: unknown, env: Record<string, string>): Promise<BundleAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', CALLER], { cwd: folder, env });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('close', () => {
      const line = /^ANSWER (.*)$/m.exec(output)?.[1];
      resolve(line === undefined ? { output } : { ...JSON.parse(line), output });
    });
    child.stdin.end(JSON.stringify(event));
  });
}
