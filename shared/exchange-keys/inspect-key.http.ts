import * as z from 'zod';
import { ClearKey } from '../exchanges/binance/clear-key.ts';
import type { BinanceEndpoints } from '../exchanges/binance/networks.ts';
import { signParams } from '../exchanges/binance/sign-request.ts';
import type { Clock } from '../time/clock.ts';
import type { KeyMode } from './exchange-key.ts';
import type { InspectProblem, KeyInspector } from './inspect-key.ts';
import { readAccount, readRestrictions, readUid } from './read-permissions.ts';

export type InspectorOptions = {
  /** As the configuration allows; nothing that a caller says becomes part of them. */
  endpointsOf: (mode: KeyMode) => Pick<BinanceEndpoints, 'rest'>;
  now: Clock;
  /** For all that is asked of one key. */
  timeoutMs?: number;
};

type Answered = { status: number; body: unknown };

const TIMEOUT_MS = 8_000;
const RECEIVE_WINDOW_MS = 5_000;
const errorBody = z.looseObject({ code: z.number() });

/** Format, unknown key or address or permission, signature. https://developers.binance.com/docs/binance-spot-api-docs/errors */
const REJECTIONS: Readonly<Record<number, string>> = {
  [-2014]: 'the API key does not have the form of one',
  [-2015]: "the key is unknown there, or may not be used from this service's address, or may not read",
  [-2008]: 'it knows no such API key',
  [-1022]: 'the secret or private key does not belong to the API key',
};
const CLOCK_IS_OFF = -1021;

/** Asks Binance over HTTP: signed, time-limited, and never anywhere that a redirect points to. */
export function httpKeyInspector(options: InspectorOptions): KeyInspector {
  return {
    async inspect(concealed, network) {
      const key = new ClearKey(concealed.reveal());
      const { rest } = options.endpointsOf(network);
      const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
      const ask = (path: string): Promise<Answered> => {
        const timing = { recvWindow: String(RECEIVE_WINDOW_MS), timestamp: String(options.now().getTime()) };
        return get(`${rest.spot}${path}?${signParams(key, timing)}`, key, signal);
      };
      try {
        const own = await ask('/sapi/v1/account/apiRestrictions');
        // The testnet has no /sapi at all: https://developers.binance.com/docs/binance-spot-api-docs/testnet
        const isSilent = own.status === 404 && network === 'testnet';
        const permissions = isSilent ? undefined : read(own, readRestrictions);
        if (permissions !== undefined && 'problem' in permissions) return permissions;
        const account = await ask('/api/v3/account');
        const uid = read(account, readUid);
        if ('problem' in uid) return uid;
        const judged = permissions ?? read(account, readAccount);
        return 'problem' in judged ? judged : { permissions: judged.found, uid: uid.found };
      } catch (error) {
        return { problem: unreachable(error) };
      }
    },
  };
}

async function get(url: string, key: ClearKey, signal: AbortSignal): Promise<Answered> {
  const response = await fetch(url, { headers: { 'X-MBX-APIKEY': key.reveal() }, redirect: 'error', signal });
  return { status: response.status, body: parse(await response.text()) };
}

function read<Found>(
  { status, body }: Answered,
  readBody: (reply: unknown) => Found | undefined,
): { found: Found } | { problem: InspectProblem } {
  const found = status === 200 ? readBody(body) : undefined;
  if (found !== undefined) return { found };
  if (status === 200) return { problem: unclear('gave an answer that is not understood') };
  const { data: { code } = {} } = errorBody.safeParse(body);
  const rejection = code === undefined ? undefined : REJECTIONS[code];
  if (rejection !== undefined)
    return { problem: { kind: 'rejected', reason: `Binance rejects the key (${code}): ${rejection}` } };
  if (code === CLOCK_IS_OFF) return { problem: unclear(`refuses the time of this service (${code}): set its clock`) };
  return { problem: unclear(`answered with HTTP ${status}${code === undefined ? '' : ` and code ${code}`}`) };
}

function unclear(what: string): InspectProblem {
  return { kind: 'unavailable', reason: `What the key may do is not known: Binance ${what}` };
}

/** Messages of fetch may hold the address, and with it the signature. */
function unreachable(error: unknown): InspectProblem {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  return unclear(isLate ? 'did not answer in time' : 'could not be reached');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
