import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Failure, reasonOf } from './local/failure.ts';
import { readFirstRun } from './local/first-run.ts';
import { followAlert } from './local/follow-alert.ts';
import { runScript } from './local/run-script.ts';

const root = join(import.meta.dirname, '..');
const USAGE = 'Say what to send: npm run send -- events/webhook/<file> [--token <hook token>]';
const PATIENCE_MS = 20_000;

const kept = z.object({ id: z.string() });

await runScript(async () => {
  const { file, token } = readArguments();
  const message = readMessage(file);
  const dataFolder = resolve(root, process.env.DATA_DIR || '.data');
  const service = readFirstRun(dataFolder);
  if (service === undefined) throw new Failure(`There is no first-run.json in ${dataFolder}: run "npm start" first`);
  const hook = token === undefined ? service.webhookUrl : `${service.baseUrl}/api/v1/webhook/${token}`;
  const { status, body } = await post(hook, message);
  console.log(`HTTP ${status} ${body}`);
  if (status >= 400) throw new Failure('The message was not kept');
  await followAlert(kept.parse(JSON.parse(body)).id, service, PATIENCE_MS);
});

function readArguments(): { file?: string; token?: string } {
  try {
    const { values, positionals } = parseArgs({ options: { token: { type: 'string' } }, allowPositionals: true });
    return { ...values, ...(positionals[0] === undefined ? {} : { file: positionals[0] }) };
  } catch (cause) {
    throw new Failure(`${reasonOf(cause)}. ${USAGE}`, { cause });
  }
}

/** `@now` stands for the current instant: an old one would be refused. */
function readMessage(file: string | undefined): string {
  if (file === undefined) throw new Failure(USAGE);
  if (!existsSync(file)) throw new Failure(`There is no file ${file}. ${USAGE}`);
  return readFileSync(file, 'utf8').replaceAll('@now', new Date().toISOString());
}

async function post(url: string, body: string): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
    });
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    const why = reasonOf(cause instanceof Error && cause.cause !== undefined ? cause.cause : cause);
    throw new Failure(`Nobody answers at ${new URL(url).origin}: run "npm start" first (${why})`, { cause });
  }
}
