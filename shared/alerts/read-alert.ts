import type { Signal } from '../signals/signal.ts';
import type { AlertReading, NotUnderstood, Repair } from './alert.ts';
import { cleanText } from './clean-text.ts';
import { type AlertBody, isNotUnderstood, type Reading, type Unread } from './dialects/dialect.ts';
import { detectDialect } from './dialects/dialects.ts';
import { SYMBOL } from './dialects/generic.ts';
import { ACTION_NAMES } from './dialects/generic-move.ts';
import type { JsonValue } from './json-value.ts';
import { withNearest } from './near-dialects.ts';
import { parseBody } from './parse-body.ts';
import { findPlaceholder, findPlaceholderIn } from './placeholder.ts';
import type { ReadSettings } from './read-settings.ts';
import { type Redacted, redact } from './redact.ts';
import { type RouteNames, routesOf } from './route-names.ts';

/** Each step of an alert is work of its own; a longer list is a mistake or an attack. */
const MOST_STEPS = 20;

type Recognised = { dialect?: string; recognisedBy?: string[] };
type Understanding = Recognised & { routes?: RouteNames[] } & (
    | { signals: Signal[] }
    | { notUnderstood: NotUnderstood }
  );

/**
 * Reads a message: parse, take out the secrets, then find out what it says. Everything after the second step sees no secret.
 * It never throws; what cannot be read is an alert that is not understood, with the reason. `settings` say what the message
 * leaves to its vendor; whose they are is known only once it is read, so that a reading tells when it may hang on them.
 */
export function readAlert(rawBody: string, settings: ReadSettings = {}): AlertReading {
  const clean = cleanText(rawBody);
  const parsed = parseBody(clean.text);
  const redacted = redact(clean.text, parsed);
  const repairs = new Set<Repair>([...clean.repairs, ...(parsed?.repairs ?? [])]);
  const asked = new Set<'settings'>();
  const { routes = routesOf([]), ...rest } = understand(redacted, {
    report: (repair) => repairs.add(repair),
    get settings() {
      asked.add('settings');
      return settings;
    },
  });
  const { raw, secrets } = redacted;
  const said = { ...(asked.has('settings') && { settings }), routes };
  return { raw, secrets, repairs: [...repairs], signals: [], ...said, ...rest };
}

function understand(redacted: Redacted, context: Reading): Understanding {
  if (redacted.failure !== undefined) return { notUnderstood: redacted.failure };
  const messages = messagesIn(redacted);
  if (isNotUnderstood(messages)) return { notUnderstood: messages };
  const readings = messages.map((body) => readMessage(body, context));
  const routes = routesOf(readings.flatMap((reading) => reading.routes ?? []));
  const told = { ...recognisedOf(readings.find((reading) => reading.dialect !== undefined)), routes };
  const signals: Signal[] = [];
  for (const [index, reading] of readings.entries()) {
    if ('notUnderstood' in reading)
      return { ...told, notUnderstood: inStep(reading.notUnderstood, index, readings.length) };
    signals.push(...reading.signals);
  }
  if (signals.length > MOST_STEPS) return { ...told, notUnderstood: tooManySteps(signals.length) };
  const steps = signals.map((signal, index) => ({ ...signal, step: index + 1, of: signals.length }));
  return { ...told, signals: steps };
}

/** A list is its objects in order; anything else is one message. */
function messagesIn({ raw, value, hint }: Redacted): AlertBody[] | NotUnderstood {
  if (value === undefined)
    return raw.trim() === ''
      ? refuse('empty_message', 'it is empty')
      : [{ kind: 'text', text: raw, ...(hint && { hint }) }];
  const items = value.kind === 'array' ? value.items : [value];
  if (items.length === 0) return refuse('empty_message', 'the list is empty');
  if (items.length > MOST_STEPS) return tooManySteps(items.length);
  const bodies = items.flatMap(bodyOf);
  return bodies.length === items.length
    ? bodies
    : refuse('unknown_format', 'each element of the list must be an object');
}

function tooManySteps(count: number): NotUnderstood {
  return refuse('too_many_steps', `it has ${count} steps, more than ${MOST_STEPS}`);
}

function bodyOf(value: JsonValue): AlertBody[] {
  return value.kind === 'object' ? [{ kind: 'json', object: value }] : [];
}

function readMessage(body: AlertBody, context: Reading): Understanding {
  const found = detectDialect(body);
  const recognised = found && { dialect: found.name, recognisedBy: found.signs(body) };
  const unresolved = body.kind === 'json' ? unresolvedField(body.object) : unresolvedText(body.text);
  if (unresolved !== undefined) return { ...recognised, notUnderstood: unresolved };
  if (found === undefined) return { notUnderstood: withNearest(unknownFormat(body), body) };
  const read = found.read(body, context);
  if (!isNotUnderstood(read)) return { ...recognised, routes: routesOf(read), signals: read };
  const { routes = routesOf([]), ...notUnderstood }: Unread = read;
  const nearest = found.name === 'generic' ? withNearest(notUnderstood, body) : notUnderstood;
  return { ...recognised, routes, notUnderstood: nearest };
}

function recognisedOf({ dialect, recognisedBy }: Recognised = {}): Recognised {
  return { ...(dialect !== undefined && { dialect }), ...(recognisedBy !== undefined && { recognisedBy }) };
}

/** TradingView leaves a placeholder as it is where it has no value for it, such as `strategy.*` in the alert of an indicator. */
function unresolvedField(value: JsonValue): NotUnderstood | undefined {
  const found = findPlaceholderIn(value);
  if (found === undefined) return undefined;
  return refuse('placeholder_not_resolved', `the field "${found.path}" still holds ${found.placeholder}`);
}

function unresolvedText(text: string): NotUnderstood | undefined {
  const placeholder = findPlaceholder(text);
  return placeholder === undefined
    ? undefined
    : refuse('placeholder_not_resolved', `the text still holds ${placeholder}`);
}

function unknownFormat(body: AlertBody): NotUnderstood {
  const example = '{"symbol": "BTCUSDT", "action": "buy"}';
  if (body.kind === 'text')
    return refuse('unknown_format', `it is neither JSON nor a text format that we know; send ${example}`);
  const names = `symbol (${SYMBOL.names.join(', ')}) and action (${ACTION_NAMES})`;
  return refuse('unknown_format', `the fields ${names} are missing; send ${example}`);
}

function inStep(notUnderstood: NotUnderstood, index: number, count: number): NotUnderstood {
  if (count === 1) return notUnderstood;
  return { code: notUnderstood.code, reason: `${notUnderstood.reason} (element ${index + 1} of ${count})` };
}

function refuse(code: string, problem: string): NotUnderstood {
  return { code, reason: `Cannot read the alert: ${problem}` };
}
