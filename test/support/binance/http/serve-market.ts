import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { firewall } from '../faults/answers.ts';
import { type Fault, faultName } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import { readSentParams } from '../protocol/sent-params.ts';
import type { RequestEntry, RequestLog } from '../request-log.ts';
import { answer, type HttpMarket } from './answer.ts';
import { type RawRequest, readRaw } from './raw-request.ts';
import { type Reply, sendWithFault } from './reply.ts';

const HOST = '127.0.0.1';
/** Words that the firewall in front of the exchange takes for an attack. */
const SQL = /\b(?:select|union|insert|drop|update|delete)\b/i;

export type ServeDeps = { log: RequestLog; faults: Faults };

/** One market's HTTP server: logs every request, plays faults, tells the client what it is to see. */
export function serveMarket(market: HttpMarket, deps: ServeDeps, port: number): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    serve(market, deps, incoming, outgoing).catch(() => outgoing.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(server));
  });
}

async function serve(
  market: HttpMarket,
  { log, faults }: ServeDeps,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const raw = await readRaw(incoming);
  const entry = log.open({ ...raw, market: market.market, params: paramsOf(raw), atMs: market.clock.nowMs() });
  const fault = Object.values(entry.params).some((value) => SQL.test(value)) ? firewall() : faults.take(entry);
  entry.fault = fault === undefined ? undefined : faultName(fault);
  const reply = fault?.executed === false ? untouched() : await execute(market, raw, fault, entry);
  if (fault?.kind === 'delay' && fault.before === 'answer') await wait(fault.ms);
  entry.status = sendWithFault(outgoing, reply, fault);
}

const untouched = (): Reply => ({ status: 500, body: '{}', headers: {}, contentType: 'application/json' });

async function execute(
  market: HttpMarket,
  raw: RawRequest,
  fault: Fault | undefined,
  entry: RequestEntry,
): Promise<Reply> {
  const { reply, executed, weight, code, defect } = await answer(market, raw, fault);
  entry.weight = weight;
  entry.executed = executed;
  entry.code = code;
  entry.defect = defect;
  return reply;
}

function paramsOf({ query, body }: RawRequest): Record<string, string> {
  try {
    return Object.fromEntries(readSentParams(query, body, false).values);
  } catch {
    return {};
  }
}
