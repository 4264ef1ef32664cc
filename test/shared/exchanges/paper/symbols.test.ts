import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../../shared/exchanges/edit-distance.ts';
import { MARGIN_ASSET } from '../../../../shared/exchanges/paper/funds.ts';
import { nearestPaperSymbols, paperSymbol, paperSymbols } from '../../../../shared/exchanges/paper/symbols.ts';
import { print, zero } from '../../../../shared/money/decimal.ts';

describe('paperSymbol()', () => {
  it('reads a line of the table', () => {
    const rules = paperSymbol('usdm', '1000PEPEUSDT');
    if (rules === undefined) throw new Error('The paper exchange lost a symbol');
    const { tickSize, stepSize, minQuantity, maxQuantity, minNotional, ...names } = rules;
    expect(names).toEqual({
      market: 'usdm',
      symbol: '1000PEPEUSDT',
      base: '1000PEPE',
      quote: 'USDT',
      trailingBps: { min: 10, max: 1_000 },
    });
    expect([tickSize, stepSize, minQuantity, maxQuantity, minNotional].map(print)).toEqual([
      '0.0000001',
      '1',
      '1',
      '900000000',
      '5',
    ]);
  });

  it.each([
    { market: 'spot', symbol: '1000PEPEUSDT' },
    { market: 'usdm', symbol: 'ETHBTC' },
    { market: 'spot', symbol: 'btcusdt' },
    { market: 'spot', symbol: '' },
  ] as const)('does not know "$symbol" in $market', ({ market, symbol }) => {
    expect(paperSymbol(market, symbol)).toBeUndefined();
  });

  it.each([
    { market: 'spot', quote: 'USDT', atLeast: 40 },
    { market: 'spot', quote: 'BTC', atLeast: 3 },
    { market: 'spot', quote: 'FDUSD', atLeast: 3 },
    { market: 'spot', quote: 'USDC', atLeast: 3 },
    { market: 'spot', quote: 'EUR', atLeast: 2 },
    { market: 'usdm', quote: 'USDT', atLeast: 30 },
  ] as const)('trades at least $atLeast symbols against $quote in $market', ({ market, quote, atLeast }) => {
    const symbols = [...paperSymbols(market).values()].filter((rules) => rules.quote === quote);
    expect(symbols.length).toBeGreaterThanOrEqual(atLeast);
  });

  it.each(['spot', 'usdm'] as const)('has sound figures for every symbol in %s', (market) => {
    for (const rules of paperSymbols(market).values()) {
      const { symbol, tickSize, stepSize, minQuantity, maxQuantity, minNotional } = rules;
      expect(
        [tickSize, stepSize, minNotional].every((figure) => figure.gt(zero)),
        symbol,
      ).toBe(true);
      expect(print(minQuantity.mod(stepSize)), symbol).toBe('0');
      expect(print(maxQuantity.mod(stepSize)), symbol).toBe('0');
      expect(maxQuantity.gt(minQuantity), symbol).toBe(true);
    }
  });

  it('margins every USD-M symbol in the same asset', () => {
    expect(new Set([...paperSymbols('usdm').values()].map(({ quote }) => quote))).toEqual(new Set([MARGIN_ASSET]));
  });
});

describe('nearestPaperSymbols()', () => {
  it.each([
    { market: 'spot', asked: 'BTCUSD', nearest: 'BTCUSDT' },
    { market: 'spot', asked: 'ethusdt', nearest: 'ETHUSDT' },
    { market: 'spot', asked: 'BTCUDST', nearest: 'BTCUSDT' },
    { market: 'spot', asked: 'SOLUSDT.P', nearest: 'SOLUSDT' },
    { market: 'usdm', asked: 'PEPEUSDT', nearest: '1000PEPEUSDT' },
    { market: 'usdm', asked: 'ETHBTC', nearest: 'ETHUSDT' },
  ] as const)('puts $nearest first for "$asked" in $market', ({ market, asked, nearest }) => {
    expect(nearestPaperSymbols(market, asked, 3)[0]).toBe(nearest);
  });

  it('gives as many as asked for, and is not slowed down by nonsense', () => {
    expect(nearestPaperSymbols('spot', 'X'.repeat(100_000), 5)).toHaveLength(5);
    expect(nearestPaperSymbols('spot', '', 2)).toHaveLength(2);
    expect(nearestPaperSymbols('spot', 'BTCUSDT', 0)).toEqual([]);
  });
});

describe('editDistance()', () => {
  it.each([
    { from: '', to: '', distance: 0 },
    { from: 'abc', to: '', distance: 3 },
    { from: '', to: 'abc', distance: 3 },
    { from: 'kitten', to: 'sitting', distance: 3 },
    { from: 'BTCUSDT', to: 'BTCUSD', distance: 1 },
    { from: 'flaw', to: 'lawn', distance: 2 },
  ])('from "$from" to "$to" is $distance', ({ from, to, distance }) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});
