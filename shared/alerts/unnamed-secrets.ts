import type { JsonMember, JsonScalar } from './json-value.ts';
import { REDACTED, type SecretSpan } from './secrets-in-text.ts';

const LICENSE =
  /^([\w-]{6,64})[ \t]{0,9},[ \t]{0,9}(buy|sell|long|short|bull|bear|close|cancel|newsltp|ea)[a-z]{0,20}[ \t]{0,9},/i;
const LICENSE_NUMBER = /^(\d{10,15})[ \t]{0,9},/;
const CODE = /^(?:enter|exit)-(?:long|short|all)(?=_|$)/i;
const EXCHANGE = /^[A-Za-z][A-Za-z0-9 .-]{1,30}$/;
const PAIR = /^(?:NONE|[A-Z0-9]{2,15}[/.-]?(?:USDT|USDC|FDUSD|USD|BTC|ETH|BNB|EUR|TRY|BRL)(?:\.P|PERP)?)$/i;
const KEY = /^([^\s|=[\]]{6,200})[ \t]{0,9}\|/;
const LONGEST_KEY = 200;

/** A code of WunderTrading taken apart: what it says, and where the part begins that lets somebody in. */
export type TradeCode = { action: string; exchange?: string; pair?: string; secretAt: number };

/** `ENTER-LONG_Bybit_ETHUSDT_name_15M_hex` says what to do, where and with what; all after that is the secret. */
export function readTradeCode(code: string): TradeCode | undefined {
  const action = CODE.exec(code)?.[0];
  if (action === undefined) return undefined;
  const [, exchange = '', pair = ''] = code.slice(0, LONGEST_KEY).split('_', 3);
  const isSpoken = EXCHANGE.test(exchange) && PAIR.test(pair);
  const end = isSpoken ? action.length + exchange.length + pair.length + 2 : action.length;
  const secretAt = Math.min(end + 1, code.length);
  return isSpoken ? { action, exchange, pair, secretAt } : { action, secretAt };
}

/** Takes the secret out of a code; one that says nothing is a secret as a whole, unless it is a placeholder. */
export function redactCode(code: string): string {
  if (code.startsWith('{{')) return code;
  const read = readTradeCode(code);
  if (read === undefined) return REDACTED;
  return read.secretAt >= code.length ? code : code.slice(0, read.secretAt) + REDACTED;
}

/** `code` is a secret in the messages of WunderTrading, and an error code or a coupon elsewhere. */
export function isTradeCode(members: readonly JsonMember[], { key, value }: JsonMember): boolean {
  if (key.toLowerCase() !== 'code' || (value.kind !== 'string' && value.kind !== 'number')) return false;
  const has = (names: readonly string[]) => members.some((other) => names.includes(other.key));
  return (
    CODE.test(value.text) || has(['amountPerTrade', 'amountPerTradeType']) || (has(['orderType']) && !has(ELSEWHERE))
  );
}

/** A message that names its symbol or its side needs no code for that. */
const ELSEWHERE: readonly string[] = ['symbol', 'ticker', 'pair', 'action', 'side'];

export function secretsInCode({ text }: JsonScalar): string[] {
  if (text === '' || text === REDACTED || redactCode(text) === text) return [];
  return text.slice(readTradeCode(text)?.secretAt ?? 0) === REDACTED ? [] : withSecretPart(text);
}

/** A secret, and the part of it that lets somebody in where it is a code. */
export function withSecretPart(secret: string): string[] {
  const part = secret.slice(readTradeCode(secret)?.secretAt ?? 0);
  return part === '' || part === REDACTED ? [secret] : [...new Set([secret, part])];
}

/** Finds the secret that a text dialect puts at the start, without a name: a licence, a code or a key. */
export function findUnnamedSecret(text: string): SecretSpan | undefined {
  const start = text.length - text.trimStart().length;
  const body = text.slice(start).trimEnd();
  const code = readTradeCode(body);
  const from = code?.secretAt ?? 0;
  const to = code === undefined ? (licenseIn(body.slice(0, LONGEST_KEY)) ?? bvaKey(body)).length : body.length;
  const secret = body.slice(from, to);
  if (secret === '' || secret === REDACTED) return undefined;
  return { start: start + from, end: start + to, values: code === undefined ? [secret] : [body, secret] };
}

function licenseIn(head: string): string | undefined {
  return LICENSE_NUMBER.exec(head)?.[1] ?? LICENSE.exec(head)?.[1];
}

/** `key|strategy|buy|BTCUSDT`, whatever became of the rest: a single word before the first bar is a key. */
function bvaKey(body: string): string {
  return KEY.exec(body)?.[1] ?? '';
}
