import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Market } from '../../../shared/markets/market.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import { queueSyncs } from '../../../shared/orders/queue-syncs.pg.ts';
import type { Level, Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const d = decimal;
const pct = (value: string, share?: string): Level => ({
  kind: 'pct',
  value: d(value),
  ...(share ? { share: d(share) } : {}),
});

const on = onBinance('protect-position');

async function standing(market: Market): Promise<string[]> {
  const open = await on.exchange.openOrders(market);
  return open
    .map(
      ({ side, quantity, filledQuantity, isConditional }) =>
        `${isConditional ? 'waits' : 'rests'} ${side} ${print(quantity.minus(filledQuantity))}`,
    )
    .sort();
}

const alert = (fields: Partial<Signal>): Promise<string> => on.lanes.alert(fields);
const tick = (): Promise<void> => on.lanes.tick();
const rows = (text: string): Promise<Record<string, unknown>[]> => on.lanes.rowsOf(text);
const held = async () =>
  (await rows('select quantity from positions where closed_at is null')).map(({ quantity }) =>
    print(d(String(quantity))),
  );
const inForce = async () =>
  (await rows('select reason from protections where ended_at is null')).map(({ reason }) => reason);
const told = async (name: string) =>
  (await rows(`select detail from events where name = '${name}'`)).map(({ detail }) => detail);

const notified = async () =>
  (await rows(`select title from notifications where kind = 'position_unprotected'`)).map(({ title }) => title);

const LADDER = {
  intent: 'open_long',
  size: { type: 'base', value: d('0.01') },
  stopLoss: pct('2'),
  takeProfits: [pct('1', '0.5'), pct('2', '0.5')],
} as const;

describe('a USD-M position with levels', () => {
  const open = (fields: Partial<Signal> = {}) =>
    alert({ ...(LADDER as unknown as Partial<Signal>), market: 'usdm', ...fields });

  it('has its stop and its targets on the exchange as soon as the entry has filled', async () => {
    await open();
    expect(await held()).toEqual(['0.01']);
    expect(await standing('usdm')).toEqual(['waits sell 0.005', 'waits sell 0.005', 'waits sell 0.01']);
    expect(await inForce()).toEqual([null]);
  });

  it('is margined with what it was sized with', async () => {
    await on.database.pool.query(`update strategies set limits = '{"maxLeverage":"5"}'`);
    await on.database.pool.query(`update accounts set exchange = 'binance'`);
    await open({ leverage: d('3') });
    const asked = on.world.fake.ledger.requests().filter(({ path }) => path === '/fapi/v1/leverage');
    expect(asked.map(({ params }) => params.leverage)).toEqual(['3']);
  });

  it('is left alone by a second look', async () => {
    await open();
    const before = on.world.fake.ledger.orders().length;
    await tick();
    expect(on.world.fake.ledger.orders().length).toBe(before);
  });

  it('has its stop made smaller when a target is reached, and is over with the last one', async () => {
    await open();
    on.world.fake.setPrice('BTCUSDT', '50500');
    await tick();
    expect(await held()).toEqual(['0.005']);
    expect(await standing('usdm')).toEqual(['waits sell 0.005', 'waits sell 0.005']);
    on.world.fake.setPrice('BTCUSDT', '51000');
    await tick();
    expect(await held()).toEqual([]);
    expect(await standing('usdm')).toEqual([]);
    expect(await inForce()).toEqual([]);
  });

  it('is closed by its stop, which takes the targets along', async () => {
    await open();
    on.world.fake.setPrice('BTCUSDT', '48900');
    await tick();
    expect(await held()).toEqual([]);
    expect(await standing('usdm')).toEqual([]);
  });

  it('is closed by an alert, which takes all of it along', async () => {
    await open();
    await alert({ intent: 'close_long', market: 'usdm' });
    await tick();
    expect(await held()).toEqual([]);
    expect(await standing('usdm')).toEqual([]);
    expect(await inForce()).toEqual([]);
  });

  it('keeps its protection when all resting orders are to be canceled', async () => {
    await open();
    await alert({ intent: 'cancel_orders', market: 'usdm' });
    expect(await standing('usdm')).toEqual(['waits sell 0.005', 'waits sell 0.005', 'waits sell 0.01']);
  });

  it('is left at the market when the price has passed the stop before it could stand', async () => {
    const original = on.exchange;
    on.exchange = {
      ...original,
      async place(request) {
        const placed = await original.place(request);
        if (request.purpose === 'open') on.world.fake.setPrice('BTCUSDT', '48000');
        return placed;
      },
    };
    await open({ takeProfits: [] });
    await tick();
    expect(await held()).toEqual([]);
    expect(on.world.fake.ledger.executions().length, 'in and out, once each').toBe(2);
  });

  it('has its stop again at once when it was canceled on the exchange, and that is heard', async () => {
    await open({ takeProfits: [] });
    const [stop] = await rows(`select client_order_id from orders where purpose = 'protect'`);
    await on.exchange.cancel('usdm', 'BTCUSDT', String(stop?.client_order_id));
    await queueSyncs(on.database.pool);
    await on.lanes.work();
    expect(await standing('usdm')).toEqual(['waits sell 0.01']);
  });

  it('that was left at the market keeps nothing of what should have protected it', async () => {
    const original = on.exchange;
    on.exchange = {
      ...original,
      async place(request) {
        const placed = await original.place(request);
        if (request.purpose === 'open') on.world.fake.setPrice('BTCUSDT', '48000');
        return placed;
      },
    };
    await open();
    expect(await held()).toEqual([]);
    expect(await standing('usdm')).toEqual([]);
    expect(await inForce()).toEqual([]);
    const sent = await rows(`select type from orders where purpose = 'protect' order by id`);
    expect(sent, 'a stop, and the way out').toEqual([{ type: 'stop_market' }, { type: 'market' }]);
  });

  it.each(['before', 'after'])('has one stop when the answer to it was lost %s it was taken', async (when) => {
    const original = on.exchange;
    let isLost = false;
    on.exchange = {
      ...original,
      async place(request) {
        if (request.purpose !== 'protect' || isLost) return original.place(request);
        isLost = true;
        if (when === 'after') await original.place(request);
        throw new Error('socket hang up');
      },
    };
    await open({ takeProfits: [] }).catch(() => undefined);
    on.world.clock.advance(20_000);
    await tick();
    expect(await standing('usdm')).toEqual(['waits sell 0.01']);
  });

  it('moves its stop to the entry once the price was far enough in favour', async () => {
    await open({ takeProfits: [], breakEven: { kind: 'pct', trigger: d('1') } });
    on.world.fake.setPrice('BTCUSDT', '50600');
    await tick();
    on.world.fake.setPrice('BTCUSDT', '50100');
    await tick();
    expect(await rows(`select stop_price from orders where purpose = 'protect' and status = 'open'`)).toMatchObject(
      [{ stop_price: '50000.0' }].map(() => ({ stop_price: expect.stringMatching(/^50000/) })),
    );
    expect(await standing('usdm')).toEqual(['waits sell 0.01']);
  });

  it('whose stop is refused is told of as unprotected, and protected as soon as it can be', async () => {
    const original = on.exchange;
    let isRefusing = true;
    on.exchange = {
      ...original,
      place: async (request) =>
        request.purpose === 'protect' && isRefusing
          ? { status: 'rejected', code: '-4045', message: 'Reach max stop order limit.' }
          : original.place(request),
    };
    await open({ takeProfits: [] }).catch(() => undefined);
    on.world.clock.advance(11_000);
    await tick().catch(() => undefined);
    expect(await told('position_unprotected')).toMatchObject([
      { reason: expect.stringContaining('Reach max stop order limit.') },
    ]);
    expect(await notified()).toEqual([
      expect.stringMatching(
        /^The position in BTCUSDT \(usdm\) .* is not protected as asked: .*Reach max stop order limit/,
      ),
    ]);
    isRefusing = false;
    await tick();
    expect(await standing('usdm')).toEqual(['waits sell 0.01']);
    expect(await inForce()).toEqual([null]);
  });
  it('whose stop was sent into silence is told of after ten seconds, although the exchange cannot be asked about it', async () => {
    const original = on.exchange;
    let isAway = true;
    const unlessAway =
      <Args extends unknown[], Answer>(ask: (...args: Args) => Promise<Answer>) =>
      async (...args: Args): Promise<Answer> => {
        if (isAway) throw new AppError('exchange_unavailable', 'Cannot ask Binance for GET /fapi/v1/order: ECONNRESET');
        return ask(...args);
      };
    on.exchange = {
      ...original,
      place: (request) =>
        request.purpose === 'protect' ? unlessAway(original.place)(request) : original.place(request),
      lookUp: (...sought) => unlessAway(original.lookUp)(...sought),
    };
    await expect(open({ takeProfits: [] })).rejects.toThrow('the work does not end');
    expect(await notified(), 'not yet').toEqual([]);
    on.world.clock.advance(11_000);
    await expect(tick()).rejects.toThrow('the work does not end');
    expect(await notified()).toEqual([
      expect.stringMatching(/BTCUSDT \(usdm\) .* is not protected as asked: .*ECONNRESET/),
    ]);
    isAway = false;
    on.world.clock.advance(20_000);
    await tick();
    expect(await standing('usdm')).toEqual(['waits sell 0.01']);
    expect(await inForce()).toEqual([null]);
    expect(await notified(), 'once').toHaveLength(1);
  });

  it('that could not even be looked at is told of after ten seconds', async () => {
    const original = on.exchange;
    let isAway = true;
    on.exchange = {
      ...original,
      async symbolRules(market, symbol) {
        const isEntered = (await held()).length > 0;
        if (isAway && isEntered)
          throw new AppError('exchange_unavailable', 'Cannot ask Binance for GET /fapi/v1/exchangeInfo: ECONNRESET');
        return original.symbolRules(market, symbol);
      },
    };
    await expect(open()).rejects.toThrow('the work does not end');
    expect(await notified(), 'not yet').toEqual([]);
    on.world.clock.advance(11_000);
    await expect(tick()).rejects.toThrow('the work does not end');
    expect(await notified()).toEqual([expect.stringMatching(/is not protected as asked: .*exchangeInfo: ECONNRESET/)]);
    isAway = false;
    await tick();
    expect(await standing('usdm')).toHaveLength(3);
  });

  it('is not told of as unprotected when all of it stands and the exchange cannot be asked', async () => {
    await open();
    const original = on.exchange;
    on.exchange = {
      ...original,
      symbolRules: async () => {
        throw new AppError('exchange_unavailable', 'ECONNRESET');
      },
    };
    await expect(tick()).rejects.toThrow('the work does not end');
    on.world.clock.advance(11_000);
    await expect(tick()).rejects.toThrow('the work does not end');
    expect(await notified()).toEqual([]);
    on.exchange = original;
    await tick();
  });
});

describe('a spot position with levels', () => {
  const open = () => alert({ ...(LADDER as unknown as Partial<Signal>), market: 'spot' });

  it('has a pair for each target, and the one that is reached ends its stop', async () => {
    await open();
    expect(await standing('spot')).toEqual([
      'rests sell 0.00499',
      'rests sell 0.005',
      'waits sell 0.00499',
      'waits sell 0.005',
    ]);
    on.world.fake.setPrice('BTCUSDT', '50500');
    await tick();
    expect(await standing('spot')).toHaveLength(2);
    on.world.fake.setPrice('BTCUSDT', '48900');
    await tick();
    expect(await standing('spot')).toEqual([]);
    expect(await held()).toEqual([]);
    expect(await inForce()).toEqual([]);
  });

  it('is closed by an alert although its pairs lock all of it', async () => {
    await open();
    const id = await alert({ intent: 'close_long', market: 'spot' });
    await tick();
    expect(await rows(`select status, reason from alerts where id = '${id}'`)).toMatchObject([{ status: 'filled' }]);
    expect(await standing('spot')).toEqual([]);
  });
});
