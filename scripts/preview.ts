import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { previewSchema } from '../functions/api/routes/alerts/preview-view.ts';
import { Failure, reasonOf } from './local/failure.ts';
import { type ChartValues, fillPlaceholders } from './local/fill-placeholders.ts';
import type { FirstRunFile } from './local/first-run.ts';
import { reachService, serviceHere } from './local/reach-service.ts';
import { readMessage } from './local/read-message.ts';
import { renderPreview } from './local/render-preview.ts';
import { runScript } from './local/run-script.ts';

const root = join(import.meta.dirname, '..');
const USAGE =
  'Say what to preview: npm run preview -- <file, or - for standard input> [--strategy <name>] [--set close=61000] [--json]';

const strategies = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
const problem = z.object({ detail: z.string() });

/** `npm run preview -- <file|->`: what the running service would do with a message, without keeping it or doing anything. */
await runScript(async () => {
  const { file, strategy, chart, isJson } = readArguments();
  const { text, filled } = fillPlaceholders(readMessage(file, USAGE), chart, new Date());
  const service = serviceHere(root);
  const known = strategies.parse(await ask(service, '/strategies?limit=200')).items;
  const wanted = strategy === undefined ? undefined : known.find(({ id, name }) => [id, name].includes(strategy));
  const names = known.map(({ name }) => `"${name}"`).join(', ');
  if (strategy !== undefined && wanted === undefined)
    throw new Failure(`There is no strategy "${strategy}": there are ${names}`);
  const answer = await ask(service, '/alerts/preview', { message: text, ...(wanted && { strategyId: wanted.id }) });
  if (isJson) console.log(JSON.stringify(answer, null, 2));
  else console.log(renderPreview(previewSchema.parse(answer), { filled, names }));
});

function readArguments(): {
  file: string | undefined;
  strategy: string | undefined;
  chart: ChartValues;
  isJson: boolean;
} {
  const options = {
    strategy: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] as string[] },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const chart = Object.fromEntries(values.set.map(chartValue));
    return { file: positionals[0], strategy: values.strategy, chart, isJson: values.json };
  } catch (cause) {
    throw new Failure(`${reasonOf(cause)}. ${USAGE}`, { cause });
  }
}

function chartValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new Failure(`--set takes the name of a placeholder and its value, such as close=61000: got "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

async function ask({ baseUrl, apiToken }: FirstRunFile, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await reachService(`${baseUrl}/api/v1${path}`, { headers, ...sent });
  if (answer.status === 200) return JSON.parse(answer.body);
  throw new Failure(`The service does not preview it: HTTP ${answer.status} ${detailOf(answer.body)}`);
}

function detailOf(body: string): string {
  try {
    return problem.parse(JSON.parse(body)).detail;
  } catch {
    return body.slice(0, 200);
  }
}
