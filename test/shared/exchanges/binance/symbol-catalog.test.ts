import { describe, expect, it } from 'vitest';
import type { BinanceClient, ClientReply } from '../../../../shared/exchanges/binance/client.ts';
import { readJson } from '../../../../shared/exchanges/binance/read-json.ts';
import { readSymbolRules } from '../../../../shared/exchanges/binance/read-symbol-rules.ts';
import { symbolCatalog } from '../../../../shared/exchanges/binance/symbol-catalog.ts';
import { decimal } from '../../../../shared/money/decimal.ts';
import { spotSymbolInfo } from '../../../support/binance/symbols/spot-info.ts';
import { type SpotSymbolRules, spotSymbols } from '../../../support/binance/symbols/spot-symbol.ts';
import { usdmSymbolInfo } from '../../../support/binance/symbols/usdm-info.ts';
import { usdmSymbols } from '../../../support/binance/symbols/usdm-symbol.ts';
import { fixedClock } from '../../../support/fixed.ts';

/** As it comes over the wire: every number is text. */
const wire = (value: unknown): unknown => readJson(JSON.stringify(value));
const spotNamed = (symbol: string): SpotSymbolRules => {
  const found = spotSymbols.find((one) => one.symbol === symbol);
  if (found === undefined) throw new RangeError(`The fake lists no ${symbol}`);
  return found;
};

describe('readSymbolRules()', () => {
  it('reads every filter of a spot symbol', () => {
    expect(readSymbolRules('spot', wire(spotSymbolInfo(spotNamed('SOLUSDT'))))).toEqual({
      ...{ market: 'spot', symbol: 'SOLUSDT', base: 'SOL', quote: 'USDT' },
      ...{ tickSize: decimal('0.01'), minPrice: decimal('0.01'), maxPrice: decimal('10000') },
      ...{ stepSize: decimal('0.001'), minQuantity: decimal('0.001'), maxQuantity: decimal('90000') },
      marketLot: { minQuantity: decimal('0'), maxQuantity: decimal('100000'), stepSize: decimal('0') },
      ...{ minNotional: decimal('5'), maxNotional: decimal('9000000') },
      marketNotional: { appliesMin: true, appliesMax: false },
      priceBand: { buy: { up: decimal('5'), down: decimal('0.2') }, sell: { up: decimal('5'), down: decimal('0.2') } },
      ...{ maxOpenOrders: 200, maxConditionalOrders: 5, maxPosition: decimal('1000') },
      trailingBps: { min: 10, max: 2_000 },
    });
  });

  it('reads the older notional filter, and a symbol that is halted', () => {
    const shib = readSymbolRules('spot', wire(spotSymbolInfo({ ...spotNamed('SHIBUSDT'), status: 'HALT' })));
    expect(shib).toMatchObject({ minNotional: decimal('5'), marketNotional: { appliesMin: true }, haltedAs: 'HALT' });
    expect(shib).not.toHaveProperty('maxNotional');
  });

  it('reads a USD-M symbol, whose step of prices is not its precision', () => {
    const [btc] = usdmSymbols;
    if (btc === undefined) throw new RangeError('The fake lists no symbols');
    const info = usdmSymbolInfo(btc);
    expect(readSymbolRules('usdm', wire(info))).toMatchObject({
      ...{ tickSize: decimal('0.10'), minNotional: decimal('50'), maxOpenOrders: 200, maxConditionalOrders: 10 },
      marketLot: { maxQuantity: decimal('120') },
      priceBand: { buy: { up: decimal('1.05') }, sell: { down: decimal('0.95') } },
      trailingBps: { min: 10, max: 1_000 },
    });
    expect(readSymbolRules('usdm', wire({ ...info, contractType: 'CURRENT_QUARTER' }))).toBeUndefined();
  });

  it('passes over what it cannot read', () => {
    expect(readSymbolRules('spot', { symbol: 'BTCUSDT' })).toBeUndefined();
    expect(readSymbolRules('spot', wire({ ...spotSymbolInfo(spotNamed('BTCUSDT')), filters: [] }))).toBeUndefined();
  });
});

describe('symbolCatalog()', () => {
  function catalogOf(listed: SpotSymbolRules[]) {
    const now = fixedClock();
    let asked = 0;
    let reply: ClientReply | undefined;
    const client: BinanceClient = {
      async send() {
        asked += 1;
        return reply ?? { kind: 'ok', body: wire({ symbols: listed.map(spotSymbolInfo) }) };
      },
      readServerTime: async () => now().getTime(),
      serverTimeAt: (_, instant) => instant.getTime(),
      settledAfterMs: 15_000,
      stumbleMs: 1,
      usage: () => ({ weight: 0, orders: {} }),
    };
    const fail = (): void => {
      reply = { kind: 'lost', reason: 'no answer within 5000 ms' };
    };
    return { now, catalog: symbolCatalog({ client, now }, 'spot'), asked: () => asked, fail };
  }

  it('reads once for many questions, those of one moment together', async () => {
    const { catalog, asked } = catalogOf([...spotSymbols]);
    await Promise.all([catalog.find('BTCUSDT'), catalog.find('ETHUSDT'), catalog.nearest('BTCUSD', 1)]);
    expect(await catalog.find('BTCUSDT')).toMatchObject({ symbol: 'BTCUSDT' });
    expect(asked()).toBe(1);
  });

  it('finds a symbol that is new, and asks no more than once a minute for one that is not there', async () => {
    const listed = [spotNamed('BTCUSDT')];
    const { now, catalog, asked } = catalogOf(listed);
    for (let n = 0; n < 3; n += 1) expect(await catalog.find('ETHUSDT')).toBeUndefined();
    expect(asked()).toBe(1);
    listed.push(spotNamed('ETHUSDT'));
    now.advance(60_000);
    expect(await catalog.find('ETHUSDT')).toMatchObject({ symbol: 'ETHUSDT' });
  });

  it('answers from what it has while it reads again, and from nothing that is hours old', async () => {
    const { now, catalog, asked, fail } = catalogOf([...spotSymbols]);
    await catalog.find('BTCUSDT');
    fail();
    now.advance(11 * 60_000);
    expect(await catalog.find('BTCUSDT')).toBeDefined();
    expect(asked()).toBe(2);
    now.advance(6 * 3_600_000);
    await expect(catalog.find('BTCUSDT')).rejects.toMatchObject({ code: 'exchange_unavailable' });
  });

  it('proposes only symbols that are traded', async () => {
    const { catalog } = catalogOf([{ ...spotNamed('BTCUSDT'), status: 'BREAK' }, spotNamed('ETHUSDT')]);
    expect(await catalog.nearest('BTCUSD', 2)).toEqual(['ETHUSDT']);
    expect(await catalog.find('BTCUSDT')).toMatchObject({ haltedAs: 'BREAK' });
  });
});
