import { describe, expect, it } from 'vitest';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import type { Decision, DecisionInput } from '../../../shared/execution/decision.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import type { Level, Signal, Size, SizeType } from '../../../shared/signals/signal.ts';
import { aDecisionInput, aPosition, aRiskContext, aSignal, aStrategy } from '../../support/build-signal.ts';

/** `open buy 0.02 at 1000` or `denied rule: reason`, the notional last. */
function told(decision: Decision): string {
  if (decision.kind === 'denied') return `denied ${decision.denial.rule}: ${decision.denial.reason}`;
  if (decision.kind !== 'orders') return decision.kind === 'no_op' ? `no_op ${decision.code}` : decision.kind;
  return decision.orders
    .map(({ draft, notional }) => `${draft.purpose} ${draft.side} ${print(draft.quantity)} for ${print(notional)}`)
    .concat(decision.denial === undefined ? [] : [`denied ${decision.denial.rule}: ${decision.denial.reason}`])
    .join(', ');
}

const size = (type: Exclude<SizeType, 'strategy_default'>, value: string): Size => ({ type, value: decimal(value) });
const stop = (fields: Partial<Level>): Partial<Signal> => ({
  stopLoss: { kind: 'abs', value: decimal('49000'), ...fields },
});

type Row = { case: string; signal: Partial<Signal>; input?: Partial<DecisionInput>; told: string };

const decide = ({ signal, input = {} }: Row): string =>
  told(
    decideSignal(
      aDecisionInput({
        equity: decimal('10000'),
        available: decimal('4000'),
        accountLeverage: decimal('5'),
        ...input,
        signal: aSignal({ intent: 'open_long', ...signal }),
      }),
    ),
  );

describe('a size becomes a quantity', () => {
  it.each<Row>([
    { case: 'base', signal: { size: size('base', '0.0129') }, told: 'open buy 0.012 for 600' },
    { case: 'contracts', signal: { size: size('contracts', '0.1') }, told: 'open buy 0.1 for 5000' },
    { case: 'quote', signal: { size: size('quote', '149.99') }, told: 'open buy 0.002 for 100' },
    {
      case: 'quote below the step',
      signal: { size: size('quote', '49.99') },
      told: 'denied min_quantity: BTCUSDT: quantity "0" is below the minimum "0.001" (asked for 0.0009998, step 0.001)',
    },
    { case: 'percent of equity', signal: { size: size('pct_equity', '10') }, told: 'open buy 0.02 for 1000' },
    {
      case: 'percent of what is available',
      signal: { size: size('pct_available', '50') },
      told: 'open buy 0.04 for 2000',
    },
    {
      case: 'percent of the position, adding',
      signal: { size: size('pct_position', '50') },
      input: { position: aPosition('0.02') },
      told: 'add buy 0.01 for 500',
    },
    {
      case: 'percent of a position that is not there',
      signal: { size: size('pct_position', '50') },
      told: 'denied position_open: "50" % of the position was asked for, and no position is open',
    },
    {
      case: 'what is to be held, from nothing',
      signal: { size: size('target_base', '0.05') },
      told: 'open buy 0.05 for 2500',
    },
    {
      case: 'what is to be held, from less',
      signal: { size: size('target_base', '0.05') },
      input: { position: aPosition('0.02') },
      told: 'add buy 0.03 for 1500',
    },
    {
      case: 'what is to be held, from more',
      signal: { size: size('target_base', '0.05') },
      input: { position: aPosition('0.07') },
      told: 'reduce sell 0.02 for 1000',
    },
    {
      case: 'what is to be held, reached already',
      signal: { size: size('target_base', '0.05') },
      input: { position: aPosition('0.05') },
      told: 'no_op already_there',
    },
    {
      case: 'the sizing of the strategy',
      signal: { size: { type: 'strategy_default' }, isSizeMargin: true },
      told: 'open buy 0.002 for 100',
    },
    {
      case: 'the cost of the position, which leverage multiplies',
      signal: { size: size('quote', '100'), isSizeMargin: true },
      told: 'open buy 0.01 for 500',
    },
    {
      case: 'a part of the position by its cost',
      signal: { intent: 'reduce', size: size('quote', '100'), isSizeMargin: true },
      input: { position: aPosition('0.07') },
      told: 'reduce sell 0.01 for 500',
    },
    {
      case: 'a part of a position on spot, by its cost',
      signal: { intent: 'reduce', size: size('quote', '100'), isSizeMargin: true },
      input: { market: 'spot', position: aPosition('0.07', { market: 'spot' }) },
      told: 'reduce sell 0.002 for 100',
    },
    {
      case: 'a share of equity as the cost',
      signal: { size: size('pct_equity', '10'), isSizeMargin: true, leverage: decimal('2') },
      told: 'open buy 0.04 for 2000',
    },
    {
      case: 'leverage of a message that asks for more than the account has',
      signal: { size: size('quote', '100'), isSizeMargin: true, leverage: decimal('20') },
      told: 'open buy 0.01 for 500',
    },
    {
      case: 'the cost on spot, which has no leverage',
      signal: { size: size('quote', '100'), isSizeMargin: true },
      input: { market: 'spot' },
      told: 'open buy 0.002 for 100',
    },
  ])('$case: $told', (row) => {
    expect(decide(row)).toBe(row.told);
  });
});

describe('a size by risk counts from the stop', () => {
  it.each<Row>([
    {
      case: 'an amount, a stop at a price',
      signal: { size: size('risk_quote', '20'), ...stop({}) },
      told: 'open buy 0.02 for 1000',
    },
    {
      case: 'a share of equity, a stop in percent',
      signal: { size: size('risk_pct', '1'), ...stop({ kind: 'pct', value: decimal('2') }) },
      told: 'open buy 0.1 for 5000',
    },
    {
      case: 'a short, whose stop lies above',
      signal: { intent: 'open_short', size: size('risk_quote', '20'), ...stop({ value: decimal('51000') }) },
      told: 'open sell 0.02 for 1000',
    },
    {
      case: 'a distance in quote',
      signal: { size: size('risk_quote', '20'), ...stop({ kind: 'amount', value: decimal('500') }) },
      told: 'open buy 0.04 for 2000',
    },
    {
      case: 'ticks',
      signal: { size: size('risk_quote', '20'), ...stop({ kind: 'ticks', value: decimal('10000') }) },
      told: 'open buy 0.02 for 1000',
    },
    {
      case: 'no stop',
      signal: { size: size('risk_pct', '1') },
      told: 'denied stop_loss_needed: A size by risk needs a stop loss, and the message has none',
    },
    {
      case: 'a stop on the winning side',
      signal: { size: size('risk_quote', '20'), ...stop({ value: decimal('51000') }) },
      told: 'denied stop_loss_needed: A size by risk needs a stop on the losing side of a long position: the stop "51000" lies "-1000" behind the price "50000"',
    },
    {
      case: 'more than can be margined',
      signal: { size: size('risk_quote', '1000'), ...stop({ kind: 'pct', value: decimal('0.1') }) },
      told: 'denied funds_available: An order of "1000000" needs "200000" of margin at leverage "5", and "4000" is available',
    },
  ])('$case: $told', (row) => {
    expect(decide(row)).toBe(row.told);
  });
});

describe('what is available bounds a size', () => {
  it.each<Row>([
    {
      case: 'all of it on spot leaves room for the commission',
      signal: { size: size('pct_available', '100') },
      input: { market: 'spot' },
      told: 'open buy 0.079 for 3950',
    },
    {
      case: 'all of it as margin leaves room for the commission on the notional',
      signal: { size: size('pct_available', '100'), isSizeMargin: true },
      told: 'open buy 0.396 for 19800',
    },
    {
      case: 'a share of equity that other orders have locked',
      signal: { size: size('pct_equity', '50') },
      input: { market: 'spot' },
      told: 'denied funds_available: An order of "5000" needs "5000" of margin at leverage "1", and "4000" is available',
    },
    {
      case: 'a turn, which frees the margin of what it closes',
      signal: { intent: 'buy', size: size('pct_available', '100') },
      input: { available: decimal('100'), accountLeverage: decimal('1'), position: aPosition('-0.05') },
      told: 'close buy 0.05 for 2500, open buy 0.002 for 100',
    },
  ])('$case: $told', (row) => {
    expect(decide(row)).toBe(row.told);
  });
});

describe('the cap of the message cuts an entry', () => {
  const cap = { maxPositionQuote: decimal('1000') };
  it.each<Row>([
    { case: 'to what is left', signal: { size: size('base', '0.05'), ...cap }, told: 'open buy 0.02 for 1000' },
    {
      case: 'to what the position has left',
      signal: { size: size('base', '0.05'), ...cap },
      input: { position: aPosition('0.015') },
      told: 'add buy 0.005 for 250',
    },
    {
      case: 'to what entries that rest have left',
      signal: { size: size('base', '0.05'), ...cap },
      input: { risk: aRiskContext(aStrategy(), { openEntries: { buy: decimal('900'), sell: decimal('5000') } }) },
      told: 'open buy 0.002 for 100',
    },
    {
      case: 'away where nothing is left',
      signal: { size: size('base', '0.05'), ...cap },
      input: { position: aPosition('0.02') },
      told: 'denied max_position_quote: The position is worth "1000", and the message allows "1000" at most',
    },
    {
      case: 'below the smallest order',
      signal: { size: size('base', '0.05'), ...cap },
      input: { position: aPosition('0.0195') },
      told: 'denied min_quantity: BTCUSDT: quantity "0" is below the minimum "0.001" (asked for 0.0005, step 0.001)',
    },
    {
      case: 'not by the position that a turn closes',
      signal: { intent: 'buy', size: size('base', '0.05'), ...cap },
      input: { position: aPosition('-0.03') },
      told: 'close buy 0.03 for 1500, open buy 0.02 for 1000',
    },
  ])('$case: $told', (row) => {
    expect(decide(row)).toBe(row.told);
  });
});

describe('leverage of a message', () => {
  const asked = (value: string) => ({ size: size('quote', '100'), isSizeMargin: true, leverage: decimal(value) });
  const limited = (limits: Parameters<typeof aStrategy>[0]) => ({ strategy: aStrategy(limits) });
  it.each<Row>([
    {
      case: 'lowers the limit of the strategy',
      signal: asked('2'),
      input: limited({ limits: { maxLeverage: decimal('3') } }),
      told: 'open buy 0.004 for 200',
    },
    {
      case: 'does not raise it',
      signal: asked('4'),
      input: limited({ limits: { maxLeverage: decimal('3') } }),
      told: 'open buy 0.006 for 300',
    },
    {
      case: 'raises it where the strategy lets it',
      signal: asked('4'),
      input: limited({ limits: { maxLeverage: decimal('3'), canAlertRaiseLeverage: true } }),
      told: 'open buy 0.008 for 400',
    },
    {
      case: 'is missed where the account trades with more than allowed',
      signal: { size: size('quote', '100') },
      input: limited({ limits: { maxLeverage: decimal('3') } }),
      told: 'denied max_leverage: Leverage "5" is above the limit "3" of the strategy',
    },
  ])('$case: $told', (row) => {
    expect(decide(row)).toBe(row.told);
  });
});
