import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { floorToStep, zero } from '../money/decimal.ts';
import type { Intent } from '../signals/signal.ts';
import { NO_SYMBOL } from '../strategies/traded-symbol.ts';
import { decideDrift } from './decide-drift.ts';
import { decideMoves, type HeldSide, type Move } from './decide-moves.ts';
import { decideSwitch, isSwitch } from './decide-switch.ts';
import type { DecidedOrder, Decision, DecisionInput, FailedStep } from './decision.ts';
import { findDrift, growsByItsStory } from './find-drift.ts';
import { type Made, makeEntry } from './make-entry.ts';
import { type MadeExit, makeExit } from './make-exit.ts';

/**
 * What a signal comes to: orders, nothing, or the rule that stops it. Pure: the same input gives the same decision, so a
 * preview shows exactly what would be done. Moves that make the position smaller pass every rule.
 */
export function decideSignal(input: DecisionInput): Decision {
  const { signal } = input;
  if (input.symbol === NO_SYMBOL && !WITHOUT_SYMBOL.includes(signal.intent))
    return denied('symbol_named', noSymbol(input.strategy));
  if (isSwitch(signal.intent)) return decideSwitch(input, signal.intent);
  if (signal.dryRun) return { kind: 'no_op', code: 'dry_run', reason: 'The message is marked as a test' };
  if (signal.intent === 'cancel_orders') return { kind: 'command', command: 'cancel_orders' };
  const { rules } = input;
  if (rules === undefined) return denied('symbol_known', unknownSymbol(input));
  const held = heldSide(input, rules);
  if (signal.intent === 'modify_protection') return decideProtection(input, held);
  const decided = decideMoves(input, held);
  const drift = findDrift(input, rules, held);
  if (decided.kind === 'no_op') return { ...decided, ...(drift && { drift }) };
  const isEntry = decided.moves.at(-1)?.do === 'enter';
  if (isEntry && input.failedStep !== undefined) return stopped(input.failedStep);
  const orders = decideOrders(input, rules, decided.moves);
  if (drift === undefined) return orders;
  return isEntry || growsByItsStory(input.signal) ? decideDrift(input, drift, orders) : { ...orders, drift };
}

/** Levels are those of a position: without one there is nothing that they could protect. */
function decideProtection({ signal, failedStep }: DecisionInput, held: HeldSide): Decision {
  const { targetSide, stopLoss, takeProfits, breakEven } = signal;
  if (failedStep !== undefined) return stopped(failedStep);
  if (held === 'flat') return noOp('no_position', 'There is no open position to protect');
  if (targetSide !== undefined && targetSide !== held)
    return noOp(`not_${targetSide}`, `There is no ${targetSide} position to protect: the open one is ${held}`);
  if (stopLoss === undefined && breakEven === undefined && takeProfits.length === 0)
    return noOp('nothing_asked', 'The message changes neither the stop loss nor a take profit');
  return { kind: 'command', command: 'modify_protection' };
}

function noOp(code: string, reason: string): Decision {
  return { kind: 'no_op', code, reason };
}

/** The steps of a message are one plan: what only reduces is still wanted when a part of it failed, an entry is not. */
function stopped({ step, status, reason }: FailedStep): Decision {
  const why = reason === undefined ? '' : `: ${reason}`;
  return { kind: 'stopped', rule: 'earlier_step_failed', reason: `Step ${step} of the alert was ${status}${why}` };
}

function denied(rule: string, reason: string): Decision {
  return { kind: 'denied', denial: { rule, reason } };
}

/** These are about the strategy as a whole. */
const WITHOUT_SYMBOL: readonly Intent[] = ['enable', 'disable'];

function noSymbol({ name }: DecisionInput['strategy']): string {
  return `The message names no symbol, and strategy "${name}" has none of its own: set its "defaultSymbol", such as BTCUSDT`;
}

function unknownSymbol({ symbol, market, nearestSymbols }: DecisionInput): string {
  const nearest = nearestSymbols.length === 0 ? '' : `; nearest: ${nearestSymbols.join(', ')}`;
  return `Symbol "${symbol}" is not traded in market "${market}"${nearest}`;
}

/**
 * Dust that is smaller than the smallest order counts as nothing: it could not be closed. Below zero on spot is what commissions
 * have taken out of base that is not of the position, and no short.
 */
function heldSide(input: DecisionInput, rules: SymbolRules): HeldSide {
  const quantity = input.position?.quantity ?? zero;
  if (input.market === 'spot' && quantity.lt(zero)) return 'flat';
  if (floorToStep(quantity.abs(), rules.stepSize).lt(rules.minQuantity)) return 'flat';
  return quantity.gt(zero) ? 'long' : 'short';
}

function oneOf(made: Made): MadeExit & { deniedOrder?: DecidedOrder } {
  if (made.denial === undefined) return { orders: [made.order] };
  return { orders: [], ...made };
}

/** What comes before an entry makes room for it: a turn closes first. */
function decideOrders(input: DecisionInput, rules: SymbolRules, moves: readonly Move[]): Decision {
  const isTurn = moves.at(-1)?.do === 'enter';
  const orders: DecidedOrder[] = [];
  for (const move of moves) {
    const { orders: made, ...denied } =
      move.do === 'enter'
        ? oneOf(makeEntry(input, rules, { ...move, isAfterClose: orders.length > 0 }))
        : makeExit(input, rules, { ...move, isTurn });
    orders.push(...made);
    if (denied.denial === undefined) continue;
    const { denial } = denied;
    return orders.length > 0 ? { kind: 'orders', orders, ...denied, denial } : { kind: 'denied', ...denied, denial };
  }
  return { kind: 'orders', orders };
}
