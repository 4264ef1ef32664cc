import type { Signal } from '../../signals/signal.ts';
import type { NotUnderstood, Repair } from '../alert.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import type { ReadSettings } from '../read-settings.ts';
import type { RouteNames } from '../route-names.ts';

/**
 * One message without its secrets. A JSON list is taken apart before: each of its objects is a message. `hint` stands for the
 * secret by which a text names its strategy.
 */
export type AlertBody = { kind: 'json'; object: JsonObject } | { kind: 'text'; text: string; hint?: string };
export type TextBody = Extract<AlertBody, { kind: 'text' }>;

/** What reading is given beside the message. `report` takes what had to be mended in the fields that were read. */
export type Reading = { report: (repair: Repair) => void; settings: ReadSettings };
/** What was not understood says whom it is for all the same, where that could be read. */
export type Unread = NotUnderstood & { routes?: RouteNames[] };
export type Read = Signal[] | Unread;

/**
 * The way one vendor or tool writes an alert. A new one is a file here and a row in `dialects.ts`; it neither sees secrets nor
 * placeholders that were not resolved, and it never throws.
 */
export interface Dialect {
  readonly name: string;
  /** Whether the message is written in this dialect, as far as its shape tells. */
  detects(body: AlertBody): boolean;
  /** What a message that is detected was told by, for people: names of fields, or the shape of a text. */
  signs(body: AlertBody): string[];
  /** What a message lacks to be detected; nothing when it resembles this dialect in no way. */
  lacks?(body: AlertBody): string[] | undefined;
  /** What the message asks for, in order. */
  read(body: AlertBody, reading: Reading): Read;
}

type JsonDialect = {
  name: string;
  /** The fields by which a message is told, as they are spelled; `a|b` is either of two. */
  marks: readonly string[];
  /** Fields that the vendor does not know but that would change what is asked: a message with one is somebody else's. */
  unless?: readonly string[];
  /** What must also hold where the names alone do not tell, and how to say it. */
  also?: { sign: string; holds: (object: JsonObject) => boolean };
  read: (fields: Fields, reading: Reading) => Read;
};

export function jsonDialect({ name, marks, unless = [], also, read }: JsonDialect): Dialect {
  const wanted = marks.map((mark) => mark.split('|'));
  const has = (object: JsonObject, names: readonly string[]) => names.some((mark) => keysOf(object).has(mark));
  const missingIn = (object: JsonObject) =>
    wanted.filter((names) => !has(object, names)).map((names) => names.join(' or '));
  return {
    name,
    detects: (body) =>
      body.kind === 'json' &&
      wanted.every((names) => has(body.object, names)) &&
      !has(body.object, unless) &&
      (also === undefined || also.holds(body.object)),
    signs: (body) => [
      ...wanted.flatMap((names) => (body.kind === 'json' ? presentOf(body.object, names) : [])),
      ...(also === undefined ? [] : [also.sign]),
    ],
    lacks: (body) => {
      const missing = body.kind === 'json' ? missingIn(body.object) : marks;
      return missing.length > 0 && missing.length <= marks.length / 2 ? [...missing] : undefined;
    },
    read: (body, reading) =>
      body.kind === 'json' ? read(fieldsOf(body.object, reading.report), reading) : refuseKind(name, 'JSON'),
  };
}

/** Every dialect asks for the same keys of the same message. */
const KEYS = new WeakMap<JsonObject, ReadonlySet<string>>();

function keysOf(object: JsonObject): ReadonlySet<string> {
  const known = KEYS.get(object) ?? new Set(object.members.map(({ key }) => key));
  KEYS.set(object, known);
  return known;
}

/** The first that is there of names that mean the same. */
function presentOf(object: JsonObject, names: readonly string[]): string[] {
  const present = names.find((name) => keysOf(object).has(name));
  return present === undefined ? [] : [`the field "${present}"`];
}

type TextDialect = {
  name: string;
  /** The shape that it is told by, in words. */
  sign: string;
  detects: (text: string) => boolean;
  lacks?: (text: string) => string[] | undefined;
  read: (body: TextBody, reading: Reading) => Read;
};

export function textDialect({ name, sign, detects, lacks, read }: TextDialect): Dialect {
  return {
    name,
    detects: (body) => body.kind === 'text' && detects(body.text),
    signs: () => [sign],
    lacks: (body) => (body.kind === 'text' ? lacks?.(body.text) : undefined),
    read: (body, reading) => (body.kind === 'text' ? read(body, reading) : refuseKind(name, 'plain text')),
  };
}

function refuseKind(name: string, kind: string): NotUnderstood {
  return { code: 'unknown_format', reason: `Cannot read the alert: ${name} is ${kind}` };
}

export function isNotUnderstood<T, Reason extends NotUnderstood>(read: T[] | Reason): read is Reason {
  return !Array.isArray(read);
}
