import { AppError } from '../errors/app-error.ts';
import type { HttpEvent } from './event.ts';

export const MAX_BODY_BYTES = 64 * 1024;

type BodyEvent = Pick<HttpEvent, 'body' | 'isBase64Encoded'>;

/**
 * Reads a JSON body, whatever its Content-Type says. An empty body is undefined.
 * @throws AppError `payload_too_large`, `bad_request`
 */
export function readJsonBody(event: BodyEvent): unknown {
  const text = readTextBody(event);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad_request', `The body is not valid JSON${placeOf(cause)}`);
  }
}

/** The body as it came, for whoever needs more of it than JSON keeps. @throws AppError `payload_too_large` */
export function readTextBody(event: BodyEvent): string {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_BODY_BYTES) {
    const message = `The body has ${bytes.byteLength} bytes; at most ${MAX_BODY_BYTES} are read`;
    throw new AppError('payload_too_large', message);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Where it stops being JSON. What Node says of it quotes the text, which may be somebody's secret. */
function placeOf(error: unknown): string {
  const found = error instanceof Error ? /at position (\d+)/.exec(error.message) : null;
  return found === null ? '' : `: see the character at position ${found[1]}`;
}
