import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { aSignal } from '../../support/build-signal.ts';
import { onLedger } from '../../support/on-ledger.ts';

const on = onLedger('entries-under-way');

async function carryOut(fields: Partial<Signal>, isSlow = false): Promise<string> {
  if (isSlow) on.exchange.script.push('rest');
  const id = await on.lanes.keepAlert(aSignal(fields));
  await on.lanes.workTogether();
  return id;
}
const limit = (price: string, more: Partial<Signal> = {}) => ({
  orderType: 'limit' as const,
  price: decimal(price),
  ...more,
});
const held = async (): Promise<number> =>
  Number((await on.lanes.rowsOf('select quantity from positions where closed_at is null'))[0]?.quantity ?? 0);
const executed = () => on.exchange.executed.map(({ side, quantity }) => `${side} ${quantity}`);
/** What was filled by the time it is to be canceled. */
function fillsBeforeCancel(): void {
  const { cancel } = on.exchange;
  on.exchange.cancel = async (...asked) => {
    on.exchange.fillResting();
    return cancel(...asked);
  };
}
const EXITS: [string, Partial<Signal>][] = [
  ['flat', { intent: 'flat' }],
  ['close_long', { intent: 'close_long' }],
  ['a target of flat', { intent: 'target_position', targetSide: 'flat' }],
];

describe.each(EXITS)('%s while an entry at the market is on its way', (_name, exit) => {
  it('sells what it has filled by then', async () => {
    const entry = await carryOut({}, true);
    fillsBeforeCancel();
    const id = await carryOut(exit);
    expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'filled' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect([executed(), await held()]).toEqual([['buy 0.01', 'sell 0.01'], 0]);
  });

  it('cancels it where it has filled nothing, so that nothing is opened behind its back', async () => {
    const entry = await carryOut({}, true);
    const id = await carryOut(exit);
    expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'canceled' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'no_op', reason_code: 'entries_canceled' });
    on.exchange.fillResting();
    await on.lanes.workUntilDone();
    expect(await held()).toBe(0);
  });
});

describe('a turn while an entry at the market is on its way', () => {
  it('closes what it has filled before it enters', async () => {
    await carryOut({}, true);
    fillsBeforeCancel();
    await carryOut({ intent: 'reverse_to_short' });
    expect([executed(), await held()]).toEqual([['buy 0.01', 'sell 0.01', 'sell 0.01'], -0.01]);
  });

  it('leaves one of its own side alone', async () => {
    const entry = await carryOut({}, true);
    await carryOut({ intent: 'open_long' });
    expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'working' });
  });
});

describe('an exit while entries rest', () => {
  it('cancels those of its strategy when nothing is held: they would open what was to be closed', async () => {
    const entry = await carryOut(limit('49000'), true);
    const id = await carryOut({ intent: 'flat' });
    expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'canceled' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'no_op', reason_code: 'entries_canceled' });
  });

  it('cancels them too when one at the market was on its way', async () => {
    const resting = await carryOut(limit('49000'), true);
    const atMarket = await carryOut({}, true);
    await carryOut({ intent: 'flat' });
    for (const id of [resting, atMarket]) expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'canceled' });
  });

  it('closes what one of them has filled in that moment', async () => {
    await carryOut(limit('49000'), true);
    fillsBeforeCancel();
    const id = await carryOut({ intent: 'flat' });
    expect([await on.lanes.alertOf(id), await held()]).toMatchObject([{ status: 'filled' }, 0]);
  });

  it('leaves them when something is held, and those of the other side', async () => {
    const short = await carryOut(limit('51000', { intent: 'open_short' }), true);
    const none = await carryOut({ intent: 'close_long' });
    expect(await on.lanes.alertOf(none)).toMatchObject({ status: 'no_op', reason_code: 'already_flat' });
    await carryOut({});
    const more = await carryOut(limit('49000'), true);
    await carryOut({ intent: 'close_long' });
    for (const id of [short, more]) expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'working' });
  });

  it('cancels the rest of one that has filled a part of what is held', async () => {
    const entry = await carryOut(limit('49000', { size: { type: 'base', value: decimal('0.02') } }), true);
    const { lookUp } = on.exchange;
    on.exchange.lookUp = async (...asked) => {
      const found = await lookUp(...asked);
      if (found.status !== 'found' || found.order.status !== 'open') return found;
      const [price, quantity] = [decimal('49000'), decimal('0.01')];
      const money = { commission: decimal('0'), commissionAsset: 'USDT', filledAt: new Date() };
      const fills = [{ exchangeTradeId: 'part', price, quantity, ...money }];
      return { ...found, order: { ...found.order, status: 'partially_filled', filledQuantity: quantity, fills } };
    };
    const id = await carryOut({ intent: 'flat' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'partially_filled' });
    on.exchange.lookUp = lookUp;
    on.exchange.fillResting();
    await on.lanes.workUntilDone();
    expect([executed(), await held()]).toEqual([['buy 0.02', 'sell 0.01'], 0]);
  });
});
