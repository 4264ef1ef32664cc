import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { aSignal } from '../../support/build-signal.ts';
import { onLedger } from '../../support/on-ledger.ts';

const on = onLedger('steps');

const steps = (...fields: Partial<Signal>[]): Signal[] =>
  fields.map((field, at) => aSignal({ step: at + 1, of: fields.length, ...field }));
const outcomesOf = (id: string) =>
  on.lanes.rowsOf('select step, status, rule, reason from signals where alert_id = $1 order by step', [id]);
const sent = () => on.exchange.executed.map(({ side, symbol, quantity }) => `${side} ${symbol} ${quantity}`);

async function carryOut(...signals: Signal[]): Promise<string> {
  const id = await on.lanes.keepAlert(...signals);
  await on.lanes.workDue();
  return id;
}

/** As if `delaySeconds` were over. */
const comeDue = async (): Promise<void> => {
  await on.database.pool.query('update work set due_at = now()');
  await on.lanes.workDue();
};

describe('the steps of one alert', () => {
  it('end with the first that fails, unless they only reduce', async () => {
    on.exchange.script.push('fill', 'reject');
    const id = await carryOut(
      ...steps(
        { intent: 'open_long' },
        { intent: 'add' },
        { intent: 'add' },
        { intent: 'reduce', size: { type: 'pct_position', value: decimal('50') } },
        { intent: 'cancel_orders' },
      ),
    );
    expect(await outcomesOf(id)).toMatchObject([
      { step: 1, status: 'filled' },
      { step: 2, status: 'rejected' },
      {
        step: 3,
        status: 'canceled',
        rule: 'earlier_step_failed',
        reason: 'Step 2 of the alert was rejected: -2019: Margin is insufficient.',
      },
      { step: 4, status: 'filled' },
      { step: 5, status: 'no_op' },
    ]);
    expect(sent()).toEqual(['buy BTCUSDT 0.01', 'sell BTCUSDT 0.005']);
    expect(await on.lanes.alertOf(id), 'the cause is told, not what followed from it').toMatchObject({
      status: 'rejected',
    });
    const [event] = await on.lanes.rowsOf(`select detail from events where alert_id = $1 and name = 'stopped'`, [id]);
    expect(event).toMatchObject({ detail: { rule: 'earlier_step_failed' } });
  });

  it('tell of the first that failed, however many it stopped', async () => {
    const old = { signalAt: '2020-01-01T00:00:00.000Z' };
    const id = await carryOut(
      ...steps({ intent: 'open_long', ...old }, { intent: 'open_long' }, { intent: 'open_long' }),
    );
    const outcomes = await outcomesOf(id);
    expect(outcomes.map(({ status }) => status)).toEqual(['denied', 'canceled', 'canceled']);
    expect(outcomes[2]?.reason).toMatch(/^Step 1 of the alert was denied: The alert is/);
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'max_alert_age' });
  });

  it('depend on those of their own symbol alone', async () => {
    on.exchange.script.push('fill');
    const id = await carryOut(
      ...steps({ symbol: 'NOPEUSDT', intent: 'open_long' }, { symbol: 'ETHUSDT', intent: 'open_long' }),
    );
    expect((await outcomesOf(id)).map(({ status }) => status)).toEqual(['denied', 'filled']);
    expect(sent()).toEqual(['buy ETHUSDT 0.01']);
  });

  it('are stopped by an order that rested and was canceled before a delayed one came', async () => {
    on.exchange.script.push('rest');
    const id = await carryOut(
      ...steps(
        { intent: 'open_long', orderType: 'limit', price: decimal('49000') },
        { intent: 'open_long', delaySeconds: 600 },
      ),
    );
    await carryOut(aSignal({ intent: 'cancel_orders' }));
    await comeDue();
    expect(await outcomesOf(id)).toMatchObject([
      { status: 'canceled' },
      { status: 'canceled', rule: 'earlier_step_failed' },
    ]);
  });
});

describe('a step with a delay', () => {
  it('lets other alerts of its lane pass, and comes when its time has come', async () => {
    const id = await carryOut(...steps({ intent: 'open_long' }, { intent: 'add', delaySeconds: 600 }));
    expect(sent()).toEqual(['buy BTCUSDT 0.01']);
    const close = await carryOut(aSignal({ intent: 'flat' }));
    expect(await on.lanes.alertOf(close)).toMatchObject({ status: 'filled' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'working' });
    await comeDue();
    expect(await outcomesOf(id)).toMatchObject([{ status: 'filled' }, { status: 'no_op', rule: 'nothing_to_add_to' }]);
  });

  it('is waited for by the steps behind it', async () => {
    const id = await carryOut(
      ...steps(
        { intent: 'open_long' },
        { intent: 'flat', delaySeconds: 600 },
        { intent: 'open_short', delaySeconds: 600 },
      ),
    );
    expect(sent()).toEqual(['buy BTCUSDT 0.01']);
    await on.database.pool.query(`update alerts set received_at = now() - interval '10 minutes'`);
    on.exchange.price = decimal('51000');
    await comeDue();
    expect(sent(), 'a step is not too old before its time').toEqual([
      ...['buy BTCUSDT 0.01', 'sell BTCUSDT 0.01', 'sell BTCUSDT 0.01'],
    ]);
    const [close] = await on.lanes.rowsOf(
      `select reference_price from orders where alert_id = $1 and purpose = 'close'`,
      [id],
    );
    expect(close, 'the price of the alert is history by then').toEqual({ reference_price: null });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
  });
});
