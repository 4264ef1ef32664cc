import type { Signal } from '../../signals/signal.ts';
import type { NotUnderstood, Repair } from '../alert.ts';
import type { JsonObject } from '../json-value.ts';

/** One message without its secrets. A JSON list is taken apart before: each of its objects is a message. */
export type AlertBody = { kind: 'json'; object: JsonObject } | { kind: 'text'; text: string };

/**
 * The way one vendor or tool writes an alert. A new one is a file here and a row in `dialects.ts`; it neither sees secrets nor
 * placeholders that were not resolved, and it never throws.
 */
export interface Dialect {
  readonly name: string;
  /** Whether the message is written in this dialect, as far as its shape tells. */
  detects(body: AlertBody): boolean;
  /** What the message asks for, in order. `report` takes what had to be mended in the fields that were read. */
  read(body: AlertBody, report: (repair: Repair) => void): Signal[] | NotUnderstood;
}

export function isNotUnderstood<T>(read: T[] | NotUnderstood): read is NotUnderstood {
  return !Array.isArray(read);
}
