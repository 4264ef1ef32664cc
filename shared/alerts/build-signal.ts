import { one, zero } from '../money/decimal.ts';
import { DELAYED_DATA, type Level, type Signal } from '../signals/signal.ts';
import type { Aim } from './aim.ts';
import type { NotUnderstood } from './alert.ts';
import type { Read } from './dialects/dialect.ts';
import { type Fields, isAbsent, refuse } from './fields.ts';
import { isScalar } from './json-value.ts';
import type { Context } from './read-context.ts';
import { isCommentOnly } from './read-ids.ts';
import { refuseUnreadTerms } from './refuse-unread-terms.ts';
import { type RouteNames, routesOf } from './route-names.ts';
import { REDACTED } from './secrets-in-text.ts';

const MOST_EXTRAS = 32;
const LONGEST_EXTRA = 200;
const MOST_PROBLEMS = 3;
/** Vendors that say that they ignore what they do not know, or that send all they know and say which of it counts. */
const PASS_OVER: readonly string[] = ['traderspost', '3commas-signal', '3commas-dca', 'tv-hub'];

/** What a dialect has read; everything that it leaves out takes the value that asks for nothing. */
type Draft = Partial<Signal> & Aim & Context & { dialect: string };

/** Ends the reading of one message: a signal, or every problem that was found on the way. */
export function buildSignal(fields: Fields, draft: Draft | undefined): Read {
  return buildSteps(fields, draft === undefined ? [] : [draft]);
}

/** Ends the reading of a message that asks for several things in order. `route` is whose it is where no step could be read. */
export function buildSteps(fields: Fields, drafts: readonly Draft[], route: RouteNames = {}): Read {
  const [first] = drafts;
  for (const draft of drafts) checkDraft(fields, draft);
  if (first !== undefined && !PASS_OVER.includes(first.dialect)) refuseUnreadTerms(fields);
  const [problem] = fields.problems;
  if (problem !== undefined)
    return { ...joinProblems(problem.code, fields.problems), routes: routesOf(drafts.length > 0 ? drafts : [route]) };
  if (drafts.length === 0) return { code: 'unknown_format', reason: 'Cannot read the alert' };
  const extras = extrasOf(fields);
  return drafts.map(({ isDelayed, ...signal }) =>
    signalOf(
      {
        ...signal,
        ...(signal.intent === 'cancel_orders' && isCommentOnly(fields, signal.orderTag) && { orderTag: undefined }),
      },
      { ...extras, ...(isDelayed && DELAYED_DATA) },
    ),
  );
}

function checkDraft(fields: Fields, { intent, size, stopLoss, breakEven }: Draft): void {
  if (size.type.startsWith('risk_') && stopLoss === undefined) {
    refuse(fields, 'stop_loss_missing', 'a size by risk needs a stop loss');
  }
  if (intent === 'reduce' && size.type === 'strategy_default') {
    refuse(fields, 'quantity_missing', 'it makes the position smaller without saying by how much');
  }
  if (stopLoss !== undefined) checkStop(fields, stopLoss);
  if (breakEven !== undefined && (stopLoss === undefined || stopLoss.trailing))
    refuse(fields, 'break_even_not_supported', 'break-even moves a stop loss that does not trail: send one with it');
}

/** The order that stands for a stop covers all that is held, and either lies at its level or trails: never first one, then the other. */
function checkStop(fields: Fields, { kind, value, share, trailing, distance, activation }: Level): void {
  if (share?.lt(one))
    refuse(
      fields,
      'stop_share_not_supported',
      'a stop loss for a part of the position is not supported: it covers all',
    );
  if (!trailing || distance === undefined) return;
  if (activation !== undefined || kind === 'abs' || distance.gt(value))
    refuse(
      fields,
      'trail_not_supported',
      'a stop loss that stands at its level before it trails is not supported: send one of them, or a distance to trail at from the start that is no wider than the stop loss',
    );
}

/** A signal that asks for nothing yet, for dialects that are not JSON. */
export function signalOf(draft: Partial<Signal> & Pick<Signal, 'dialect' | 'intent'>, extras = {}): Signal {
  const signal: Signal = {
    step: 1,
    of: 1,
    delaySeconds: 0,
    size: { type: 'strategy_default' },
    reduceOnly: false,
    orderType: 'market',
    takeProfits: [],
    cancelFirst: false,
    dryRun: false,
    extras,
    ...draft,
  };
  // A chart that shows no price sends 0: that is the absence of one, and nothing can be sized by it.
  if (signal.signalPrice?.lte(zero)) delete signal.signalPrice;
  for (const name of Object.keys(draft)) dropIfAbsent(signal, name);
  return signal;
}

function dropIfAbsent(signal: Record<string, unknown>, name: string): void {
  if (signal[name] === undefined) delete signal[name];
}

function joinProblems(code: string, problems: readonly NotUnderstood[]): NotUnderstood {
  const prefix = 'Cannot read the alert: ';
  const reasons = [...new Set(problems.map((problem) => problem.reason))].slice(0, MOST_PROBLEMS);
  const [first = '', ...others] = reasons;
  return { code, reason: [first, ...others.map((reason) => reason.replace(prefix, ''))].join('; ') };
}

/** A name that no object in JSON is given back with, once it was kept. */
const UNKEEPABLE = '__proto__';

/** Scalars that nobody asked for, so that a person finds them in the timeline; never secrets. */
function extrasOf(fields: Fields): Record<string, string> {
  const entries: [string, string][] = [];
  for (const field of [...fields.index.values()].flat()) {
    if (entries.length >= MOST_EXTRAS) break;
    if (fields.used.has(field) || !isScalar(field.value) || isAbsent(field.value)) continue;
    if (field.value.text === REDACTED || field.path === UNKEEPABLE) continue;
    entries.push([field.path.toWellFormed(), field.value.text.slice(0, LONGEST_EXTRA).toWellFormed()]);
  }
  return Object.fromEntries(entries);
}
