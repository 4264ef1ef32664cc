import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { decideSignal } from '../execution/decide-signal.ts';
import type { Decision, DecisionInput, FailedStep } from '../execution/decision.ts';
import { canceledWith, endedEntries } from '../execution/which-resting.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Order } from '../orders/order.ts';
import type { Position } from '../positions/position.ts';
import { type AssumedSize, assumeHoldings, assumeSize, assuming, type HeldCase } from './assume-holdings.ts';
import type { CommissionRates } from './commission.ts';
import { expectHolding } from './expect-holding.ts';
import { type ExpectedProtection, expectProtection } from './expect-protection.ts';

/** What a step comes to with one thing held before it. */
export type Outlook = {
  /** Held when the step begins. */
  before: Position | undefined;
  decision: Decision;
  /** Held once each of its orders has filled at the price it was decided on. */
  after: Position | undefined;
  /** The first step so far that is denied: entries of later steps are not made then. */
  failed?: FailedStep;
  protection?: ExpectedProtection;
};
/** What it comes to right now, and with it which of the orders that rest are canceled before, the position's protection aside. */
export type PresentOutlook = Outlook & { cancels: Order[] };
export type AssumedOutlook = Outlook & { held: HeldCase };

/** What a signal would come to right now, what that was decided on, and what it would come to with something else held. */
export type PreviewedDecision = {
  accountId: string;
  market: Market;
  symbol: string;
  rules: SymbolRules | undefined;
  /** What the exchange last traded at. */
  price: Decimal | undefined;
  priceAt?: Date;
  commission: CommissionRates;
  now: PresentOutlook;
  assumedSize?: AssumedSize;
  assumed: AssumedOutlook[];
};

/** What an earlier step of the same message left in the same symbol: really, and in each of the assumed cases. */
export type LeftBefore = { now: Outlook; assumed: AssumedOutlook[]; assumedSize?: AssumedSize };

/**
 * Decides one step as the execution would, on what is held, and on three things that might be.
 * @param resting orders in the symbol that rest when the step begins
 */
export function previewStep(
  input: DecisionInput,
  { before, resting = [] }: { before?: LeftBefore | undefined; resting?: readonly Order[] } = {},
): Pick<PreviewedDecision, 'now' | 'assumedSize' | 'assumed'> {
  const { rules } = input;
  const now = canceling(input, resting, lookAhead(before === undefined ? input : following(input, before.now)));
  const assumedSize = before?.assumedSize ?? (rules && assumeSize(input, rules));
  if (assumedSize === undefined) return { now, assumed: [] };
  const assumed = assumeHoldings(input, assumedSize).map(({ held, position }): AssumedOutlook => {
    const left = before?.assumed.find((one) => one.held === held);
    return { held, ...lookAhead(left === undefined ? assuming(input, position) : following(input, left)) };
  });
  return { now, assumedSize, assumed };
}

function following(input: DecisionInput, { after, failed }: Outlook): DecisionInput {
  return { ...assuming(input, after), ...(failed === undefined ? {} : { failedStep: failed }) };
}

function lookAhead(input: DecisionInput): Outlook {
  const { rules, position, signal, now } = input;
  const decision = decideSignal(input);
  const failed = input.failedStep ?? failedBy(decision, signal.step);
  const begun = { before: position, decision, ...(failed === undefined ? {} : { failed }) };
  if (rules === undefined) return { ...begun, after: position };
  const after = expectHolding(position, decision, rules, now);
  const protection = expectProtection({ signal, decision, held: after, rules });
  return { ...begun, after, ...(protection === undefined ? {} : { protection }) };
}

/** An exit that finds nothing to close has ended what would have opened it. */
function canceling(input: DecisionInput, resting: readonly Order[], outlook: Outlook): PresentOutlook {
  const { decision } = outlook;
  const cancels = resting.filter(canceledWith(decision, input));
  const isOpening = ({ purpose }: Order): boolean => purpose === 'open' || purpose === 'add';
  const hasEnded = !input.signal.cancelFirst && cancels.some(isOpening);
  return { ...outlook, decision: hasEnded ? endedEntries(decision) : decision, cancels };
}

function failedBy(decision: Decision, step: number): FailedStep | undefined {
  const denial = decision.kind === 'denied' || decision.kind === 'orders' ? decision.denial : undefined;
  return denial && { step, status: 'denied', rule: denial.rule, reason: denial.reason };
}
