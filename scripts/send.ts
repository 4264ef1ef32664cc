import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Failure, reasonOf } from './local/failure.ts';
import { followAlert } from './local/follow-alert.ts';
import { reachService, serviceHere } from './local/reach-service.ts';
import { readMessage } from './local/read-message.ts';
import { runScript } from './local/run-script.ts';

const root = join(import.meta.dirname, '..');
const USAGE = 'Say what to send: npm run send -- events/webhook/<file> [--token <hook token>]';
const PATIENCE_MS = 20_000;
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

const kept = z.object({ id: z.string() });

await runScript(async () => {
  const { file, token } = readArguments();
  const message = readMessage(file, USAGE);
  const service = serviceHere(root);
  const hook = token === undefined ? service.webhookUrl : `${service.baseUrl}/api/v1/webhook/${token}`;
  const { status, body } = await reachService(hook, { method: 'POST', headers: TEXT, body: message });
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
