import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lengthMsOf } from '../../../shared/candles/candle.ts';
import { type FillLimits, fillCandles } from '../../../shared/candles/fill-candles.ts';
import { candleFiller } from '../../../shared/candles/keep-filling.ts';
import { pgCandleStore } from '../../../shared/candles/store.pg.ts';
import { readConfig } from '../../../shared/config/read-config.ts';
import { memoryBrake } from '../../../shared/exchanges/binance/brake.memory.ts';
import { binanceVariables } from '../../../shared/exchanges/binance/config.ts';
import { publicCandles } from '../../../shared/exchanges/binance/public-data.http.ts';
import { type Log, silentLog } from '../../../shared/log/logger.ts';
import { print } from '../../../shared/money/decimal.ts';
import { type FakeBinance, startFakeBinance } from '../../support/binance/fake-binance.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type FixedClock, fixedClock, NOW } from '../../support/fixed.ts';
import { freePort } from '../../support/free-port.ts';
import { insertTrader } from '../../support/trading-rows.ts';

const LIMITS: FillLimits = { symbols: 5, days: { '1m': 1, '1h': 60 } };
const MINUTE_MS = 60_000;

let database: TestDatabase;
let fake: FakeBinance;
let now: FixedClock;
beforeAll(async () => {
  database = await testDatabase('candles');
  await insertTrader(database.pool);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate candles, candle_series');
  await database.pool.query('delete from positions');
  await hold('spot', 'BTCUSDT');
  now = fixedClock(new Date(NOW.getTime() + 10_000));
  fake = await startFakeBinance({ now });
  fake.setPrice('BTCUSDT', '50000');
  fake.setPrice('ETHUSDT', '2500');
});
afterEach(async () => {
  const defects = fake.ledger.defects();
  await fake.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

async function hold(market: string, symbol: string): Promise<void> {
  await database.pool.query(
    `insert into positions (id, user_id, account_id, market, symbol, quantity, entry_notional, realized_pnl, commission,
       opened_at, updated_at) values ($1, 'usr_1', 'acc_1', $2, $3, 1, 1, 0, 0, now(), now())`,
    [`pos_${market}${symbol}`, market, symbol],
  );
}

function deps(urls: { spot: string; usdm: string } = fake.urls) {
  const config = readConfig(binanceVariables, { BINANCE_SPOT_URL: urls.spot, BINANCE_USDM_URL: urls.usdm });
  return {
    candles: pgCandleStore(database.pool),
    source: publicCandles({ config, brake: memoryBrake(now), now }),
    now,
  };
}

async function fillAll(limits = LIMITS): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) if ((await fillCandles(deps(), limits)).requests === 0) return;
  throw new Error('There is always more to ask for');
}

async function kept(interval: string, symbol = 'BTCUSDT'): Promise<{ count: number; gaps: number; last?: string }> {
  const { rows } = await database.pool.query<{ open_at: Date }>(
    'select open_at from candles where interval = $1 and symbol = $2 order by open_at',
    [interval, symbol],
  );
  const times = rows.map(({ open_at: at }) => at.getTime());
  const lengthMs = lengthMsOf(interval === '1m' ? '1m' : '1h');
  const gaps = times.filter((ms, at) => at > 0 && ms - (times[at - 1] ?? 0) !== lengthMs).length;
  const last = rows.at(-1)?.open_at.toISOString();
  return { count: rows.length, gaps, ...(last === undefined ? {} : { last }) };
}

describe('fillCandles()', () => {
  it('keeps what is over of every symbol that is traded, as far back as it is kept, without a gap', async () => {
    await hold('usdm', 'ETHUSDT');
    await fillAll();
    const minutes = 24 * 60 + 12 * 60;
    expect(await kept('1m')).toEqual({ count: minutes, gaps: 0, last: '2026-03-02T11:59:00.000Z' });
    expect(await kept('1h')).toEqual({ count: 60 * 24 + 12, gaps: 0, last: '2026-03-02T11:00:00.000Z' });
    expect((await kept('1m', 'ETHUSDT')).count).toBe(minutes);
  });

  it('asks once a minute for the newest, and closes what a long time away has left open', async () => {
    await fillAll();
    expect((await fillCandles(deps(), LIMITS)).requests).toBe(0);
    now.advance(MINUTE_MS);
    now.advance(3_000);
    expect((await fillCandles(deps(), LIMITS)).requests).toBe(1);
    expect((await kept('1m')).last).toBe('2026-03-02T12:00:00.000Z');
    now.advance(5 * 3_600_000);
    await fillAll();
    expect(await kept('1m')).toMatchObject({ gaps: 0, last: '2026-03-02T17:00:00.000Z' });
    expect(await kept('1h')).toMatchObject({ gaps: 0, last: '2026-03-02T16:00:00.000Z' });
  });

  it('puts right what was read too early', async () => {
    await fillAll();
    fake.setPrice('BTCUSDT', '51000');
    now.advance(MINUTE_MS + 3_000);
    await fillCandles(deps(), LIMITS);
    const { candles } = await deps().candles.list({ market: 'spot', symbol: 'BTCUSDT', interval: '1m', limit: 3 });
    expect(candles.map(({ close }) => print(close))).toEqual(['51000', '51000', '50000']);
  });

  it('forgets what is older than it is kept, and asks for it again when more is kept', async () => {
    await fillAll();
    now.advance(36 * 3_600_000);
    await fillAll();
    const { rows } = await database.pool.query<{ first: Date }>(
      `select min(open_at) as first from candles where interval = '1m'`,
    );
    expect(rows[0]?.first.toISOString()).toBe('2026-03-03T00:00:00.000Z');
    await fillAll({ ...LIMITS, days: { ...LIMITS.days, '1m': 2 } });
    expect(await kept('1m')).toMatchObject({ count: 2 * 24 * 60, gaps: 0 });
  });

  it('asks for a symbol that the exchange does not list once a day', async () => {
    await hold('spot', 'NOSUCHUSDT');
    await fillAll();
    const askedFor = () => fake.ledger.requests().filter(({ params }) => params.symbol === 'NOSUCHUSDT').length;
    expect(askedFor()).toBe(2);
    await fillCandles(deps(), LIMITS);
    expect(askedFor()).toBe(2);
    now.advance(25 * 3_600_000);
    await fillCandles(deps(), LIMITS);
    expect(askedFor()).toBe(4);
  });

  it('keeps no more symbols than it may, those that are held first, and asks nobody where it keeps none', async () => {
    await database.pool.query(
      `update strategies set limits = '{"allowedSymbols": ["ETHUSDT", "SOLUSDT"]}', default_market = 'usdm'`,
    );
    const traded = await deps().candles.tradedSymbols(2);
    expect(traded).toEqual([
      { market: 'spot', symbol: 'BTCUSDT' },
      { market: 'usdm', symbol: 'ETHUSDT' },
    ]);
    await database.pool.query(`update strategies set limits = '{}'`);
    expect((await fillCandles(deps(), { ...LIMITS, symbols: 0 })).requests).toBe(0);
    expect(fake.ledger.requests()).toHaveLength(0);
  });
});

describe('candleFiller()', () => {
  it('tells once that the exchange cannot be asked, tries every ten minutes, and tells when it can again', async () => {
    const told: string[] = [];
    const log: Log = {
      ...silentLog,
      warn: (message) => void told.push(`warn ${message}`),
      info: (message) => void told.push(`info ${message}`),
    };
    const urls = { spot: `http://127.0.0.1:${await freePort()}`, usdm: fake.urls.usdm };
    const away = deps(urls);
    let isAway = true;
    let asked = 0;
    const source: typeof away.source = {
      candles: (series, span) => {
        asked += 1;
        return (isAway ? away : deps()).source.candles(series, span);
      },
    };
    const fill = candleFiller({ ...away, source, log }, LIMITS);
    for (let minute = 0; minute < 25; minute += 1) {
      await fill();
      now.advance(MINUTE_MS);
    }
    expect(asked, 'at 0, 10 and 20 minutes').toBe(3);
    expect(told).toEqual(['warn Candles cannot be read from the exchange; it is tried again every ten minutes']);
    isAway = false;
    now.advance(10 * MINUTE_MS);
    await fill();
    expect(told.at(-1)).toBe('info Candles are read from the exchange again');
    expect((await kept('1m')).count).toBeGreaterThan(0);
  });
});

describe('list()', () => {
  const btc = { market: 'spot', symbol: 'BTCUSDT' } as const;

  /** Every minute of two hours, each with figures of its own; `missing` says which the exchange never had. */
  async function trade(missing: readonly number[] = []): Promise<void> {
    await database.pool.query(
      `insert into candles select 'binance', 'spot', 'BTCUSDT', '1m', $1::timestamptz + make_interval(mins => n),
         100 + n, 200 + n, 50 + n, 101 + n, 1, 100, 2
       from generate_series(0, 119) as n where n <> all($2)`,
      [NOW, missing],
    );
  }

  it('makes a longer candle of all its shorter ones', async () => {
    await trade();
    const { candles } = await pgCandleStore(database.pool).list({ ...btc, interval: '15m', limit: 1 });
    const [last] = candles;
    expect(last?.openAt.toISOString()).toBe('2026-03-02T13:45:00.000Z');
    expect(last && [last.open, last.high, last.low, last.close, last.volume, last.quoteVolume].map(print)).toEqual([
      ...['205', '319', '155', '220', '15', '1500'],
    ]);
    expect(last?.trades).toBe(30);
  });

  it.each([
    { case: 'the last of its shorter ones', missing: [119], last: '13:50' },
    { case: 'the first of them', missing: [115], last: '13:50' },
  ])('leaves out one without $case', async ({ missing, last }) => {
    await trade(missing);
    const { candles } = await pgCandleStore(database.pool).list({ ...btc, interval: '5m', limit: 1 });
    expect(candles[0]?.openAt.toISOString()).toContain(last);
  });

  it('keeps one with a gap in its middle, which is the exchange’s own', async () => {
    await trade([117]);
    const { candles } = await pgCandleStore(database.pool).list({ ...btc, interval: '5m', limit: 1 });
    expect(candles[0]?.openAt.toISOString()).toContain('13:55');
    expect(candles[0]?.trades).toBe(8);
  });

  it.each(['1m', '5m'] as const)('gives %s candles page by page, each once', async (interval) => {
    await trade();
    const store = pgCandleStore(database.pool);
    const seen: string[] = [];
    let before: Date | undefined;
    do {
      const page = await store.list({ ...btc, interval, limit: 7, ...(before === undefined ? {} : { before }) });
      seen.push(...page.candles.map(({ openAt }) => openAt.toISOString()));
      before = page.nextBefore;
    } while (before !== undefined);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(seen).toHaveLength(interval === '1m' ? 120 : 24);
  });
});
