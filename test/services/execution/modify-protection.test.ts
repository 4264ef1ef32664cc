import { beforeEach, describe, expect, it } from 'vitest';
import { decimal, print } from '../../../shared/money/decimal.ts';
import type { Level, Signal } from '../../../shared/signals/signal.ts';
import { onBinance, priceIs, tradePaper } from '../../support/on-binance.ts';

const d = decimal;
const at = (price: string, share?: string): Level => ({
  ...{ kind: 'abs', value: d(price) },
  ...(share === undefined ? {} : { share: d(share) }),
});

const on = onBinance('modify-protection');

/** What stands, by the prices at which it would trade. */
const standing = async (): Promise<string[]> => {
  const rows = await on.lanes.rowsOf(
    `select type, coalesce(stop_price, price) as at, quantity - filled_quantity as left from orders
     where purpose = 'protect' and status in ('open', 'partially_filled') order by coalesce(stop_price, price), quantity`,
  );
  return rows.map(({ type, at, left }) => `${type} ${print(d(String(left)))} at ${print(d(String(at)))}`);
};

describe.each([
  { place: 'Binance USD-M', market: 'usdm' as const, onPaper: false },
  { place: 'Binance Spot', market: 'spot' as const, onPaper: false },
  { place: 'paper', market: 'usdm' as const, onPaper: true },
])('the protection of a position on $place', ({ market, onPaper }) => {
  const target = market === 'spot' ? 'limit' : 'take_profit_market';
  const size = { type: 'base' as const, value: d('0.1') };
  const modify = (fields: Partial<Signal>) => on.lanes.alert({ intent: 'modify_protection', market, ...fields });

  beforeEach(async () => {
    if (onPaper) await tradePaper(on, { market, quote: '10000' });
    const levels = { stopLoss: at('49000'), takeProfits: [at('51000', '0.5'), at('52000', '0.5')] };
    await on.lanes.alert({ intent: 'open_long', market, size, ...levels });
  });

  const comesTo = (price: string): Promise<void> => priceIs(on, { market, onPaper, price });
  const held = async () => {
    const [position] = await on.lanes.rowsOf('select quantity from positions where closed_at is null');
    return position === undefined ? undefined : Number(position.quantity);
  };

  it('has its stop moved, and keeps its targets', async () => {
    const before = (await standing()).filter((leg) => !leg.startsWith('stop'));
    expect(before).toHaveLength(2);
    const id = await modify({ stopLoss: at('49500'), targetSide: 'long' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'done' });
    const after = await standing();
    expect(after.filter((leg) => !leg.startsWith('stop'))).toEqual(before);
    const stops = after.filter((leg) => leg.startsWith('stop'));
    expect(stops.every((leg) => leg.endsWith('at 49500'))).toBe(true);
    expect(stops).toHaveLength(market === 'spot' ? 2 : 1);
    await comesTo('49400');
    expect(await held()).toBeUndefined();
    expect(await standing()).toEqual([]);
  });

  it('has new targets share what is left of it, whatever the earlier ones took', async () => {
    await comesTo('51000');
    expect(await held()).toBeCloseTo(0.05, 3);
    await modify({ takeProfits: [at('53000', '0.5'), at('54000', '0.5')] });
    const targets = (await standing()).filter((leg) => leg.startsWith(target));
    expect(targets.map((leg) => leg.replace(/ 0\.02[45]\d* /, ' 0.025 '))).toEqual([
      `${target} 0.025 at 53000`,
      `${target} 0.025 at 54000`,
    ]);
    await comesTo('54000');
    expect(await held()).toBeUndefined();
  });

  it('is placed where a level is a distance from the market of now, not from the entry', async () => {
    await modify({ stopLoss: { kind: 'pct', value: d('1'), from: 'market' }, signalPrice: d('50500') });
    const stops = (await standing()).filter((leg) => leg.startsWith('stop'));
    expect(stops.every((leg) => leg.endsWith('at 49995'))).toBe(true);
    expect(stops).not.toEqual([]);
  });

  it('is made where there was none', async () => {
    await on.lanes.alert({ intent: 'flat', market });
    expect(await standing()).toEqual([]);
    await on.lanes.alert({ intent: 'open_long', market, size });
    expect(await standing()).toEqual([]);
    const id = await modify({ stopLoss: at('49000') });
    const [stop, ...others] = await standing();
    expect(stop).toMatch(/^stop_market 0\.(1|099\d*) at 49000$/);
    expect(others).toEqual([]);
    const [owner] = await on.lanes.rowsOf(`select alert_id from orders where purpose = 'protect' and status = 'open'`);
    expect(owner, 'its orders are told in the alert that asked for them').toEqual({ alert_id: id });
  });

  it('is not changed by what speaks of another position, of none, or of no level', async () => {
    const before = await standing();
    const short = await modify({ stopLoss: at('51000'), targetSide: 'short' });
    expect(await on.lanes.alertOf(short)).toMatchObject({
      ...{ status: 'no_op', reason_code: 'not_short' },
      reason: 'There is no short position to protect: the open one is long',
    });
    expect(await on.lanes.alertOf(await modify({}))).toMatchObject({ status: 'no_op', reason_code: 'nothing_asked' });
    expect(await standing()).toEqual(before);
    await on.lanes.alert({ intent: 'flat', market });
    expect(await on.lanes.alertOf(await modify({ stopLoss: at('49000') }))).toMatchObject({
      ...{ status: 'no_op', reason_code: 'no_position', reason: 'There is no open position to protect' },
    });
    expect(await standing()).toEqual([]);
  });

  it('loses its break-even to a new stop, and keeps it with new targets', async () => {
    await modify({ breakEven: { kind: 'pct', trigger: d('1') } });
    await comesTo('50600');
    const stopsAt = async () => [
      ...new Set((await standing()).filter((leg) => leg.startsWith('stop')).map((leg) => leg.split(' at ')[1])),
    ];
    expect(await stopsAt()).toEqual(['50000']);
    await modify({ takeProfits: [at('53000')] });
    await on.lanes.tick();
    expect(await stopsAt()).toEqual(['50000']);
    await modify({ stopLoss: at('49800') });
    await on.lanes.tick();
    expect(await stopsAt()).toEqual(['49800']);
  });
});
