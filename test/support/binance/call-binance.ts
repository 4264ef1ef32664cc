import { createHmac, type KeyObject, sign } from 'node:crypto';

/** How a test signs its own requests, independently of the client under test. */
export type Caller = {
  baseUrl: string;
  apiKey: string;
  secret?: string;
  privateKey?: KeyObject;
  /** Milliseconds; absent means the clock of this machine. */
  now?: () => number;
};

export type CallReply = {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body, or undefined when it is not JSON. */
  body: Record<string, unknown> & { code?: number; msg?: string };
  list: Record<string, unknown>[];
};

type Values = Readonly<Record<string, string>>;

export function signPayload({ secret, privateKey }: Caller, payload: string): string {
  if (privateKey !== undefined) return sign(null, Buffer.from(payload), privateKey).toString('base64');
  return createHmac('sha256', secret ?? '')
    .update(payload)
    .digest('hex');
}

/** One signed request, parameters in the query string. */
export function callSigned(caller: Caller, method: string, path: string, values: Values = {}): Promise<CallReply> {
  const timestamp = String(caller.now?.() ?? Date.now());
  const payload = encode({ ...values, timestamp: values.timestamp ?? timestamp });
  const signature = encodeURIComponent(signPayload(caller, payload));
  return callRaw(caller, method, `${path}?${payload}&signature=${signature}`);
}

/** One request without a signature; the key goes along. */
export function callPlain(caller: Caller, method: string, path: string, values: Values = {}): Promise<CallReply> {
  const query = encode(values);
  return callRaw(caller, method, query === '' ? path : `${path}?${query}`);
}

export async function callRaw(
  caller: Caller,
  method: string,
  target: string,
  body?: { text: string; contentType: string },
): Promise<CallReply> {
  const response = await fetch(`${caller.baseUrl}${target}`, {
    method,
    headers: {
      'X-MBX-APIKEY': caller.apiKey,
      ...(body === undefined ? {} : { 'Content-Type': body.contentType }),
    },
    ...(body === undefined ? {} : { body: body.text }),
  });
  const text = await response.text();
  const parsed = parse(text);
  return {
    ...{ status: response.status, headers: response.headers, text },
    body: typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {},
    list: Array.isArray(parsed) ? parsed : [],
  };
}

const encode = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
