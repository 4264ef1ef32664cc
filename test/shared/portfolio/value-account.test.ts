import { describe, expect, it } from 'vitest';
import { decimal, print, zero } from '../../../shared/money/decimal.ts';
import type { AccountHoldings, SeenPrice } from '../../../shared/portfolio/portfolio.ts';
import { addFigures, priceBook, quoteOf, valueAccount } from '../../../shared/portfolio/value-account.ts';
import type { Position } from '../../../shared/positions/position.ts';
import { anAccount } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

const account = anAccount();

const price = (market: 'spot' | 'usdm', symbol: string, text: string, ageMs = 0): SeenPrice => ({
  market,
  symbol,
  price: decimal(text),
  seenAt: new Date(NOW.getTime() - ageMs),
});

const position = (market: 'spot' | 'usdm', symbol: string, quantity: string, entryNotional: string): Position => ({
  market,
  symbol,
  quantity: decimal(quantity),
  entryNotional: decimal(entryNotional),
  realizedPnl: zero,
  commission: zero,
  openedAt: NOW,
  updatedAt: NOW,
});

const balance = (market: 'spot' | 'usdm', asset: string, free: string, locked = '0') => ({
  market,
  asset,
  free: decimal(free),
  locked: decimal(locked),
});

const value = (holdings: Partial<AccountHoldings>, prices: SeenPrice[]) => {
  const book = priceBook(prices, NOW);
  const valued = valueAccount({ account, balances: [], open: [], totals: [], ...holdings }, book);
  const { equity, realizedPnl, unrealizedPnl, exposure, commission } = valued;
  const figures = Object.entries({ equity, realizedPnl, unrealizedPnl, exposure, commission });
  return { ...Object.fromEntries(figures.map(([name, figure]) => [name, print(figure)])), caveats: book.caveats };
};

describe('valueAccount()', () => {
  it('counts a spot holding once: in the balance, not again as a position', () => {
    const figures = value(
      {
        balances: [balance('spot', 'USDT', '9000', '500'), balance('spot', 'BTC', '0.01')],
        open: [position('spot', 'BTCUSDT', '0.01', '500')],
      },
      [price('spot', 'BTCUSDT', '60000')],
    );
    expect(figures).toMatchObject({ equity: '10100', unrealizedPnl: '100', exposure: '600' });
  });

  it.each([
    { case: 'a long', quantity: '0.1', pnl: '500' },
    { case: 'a short', quantity: '-0.1', pnl: '-500' },
  ])('adds what closing $case on USD-M would realize', ({ quantity, pnl }) => {
    const figures = value(
      { balances: [balance('usdm', 'USDT', '10000')], open: [position('usdm', 'BTCUSDT', quantity, '5000')] },
      [price('usdm', 'BTCUSDT', '55000')],
    );
    expect(figures).toMatchObject({ equity: String(10_000 + Number(pnl)), unrealizedPnl: pnl, exposure: '5500' });
  });

  it('brings another quote into the one that all is valued in', () => {
    const totals = [{ symbol: 'ETHBTC', realizedPnl: decimal('0.5'), commission: decimal('0.001') }];
    const figures = value({ totals }, [price('spot', 'BTCUSDT', '50000')]);
    expect(figures).toMatchObject({ realizedPnl: '25000', commission: '50' });
  });

  it('says which prices are missing and which are old', () => {
    const figures = value(
      {
        balances: [balance('spot', 'DOGE', '5'), balance('spot', 'BTC', '1')],
        open: [position('usdm', 'XRPUSDT', '10', '5')],
      },
      [price('spot', 'BTCUSDT', '50000', 5 * 60_000 + 1)],
    );
    expect(figures).toMatchObject({ equity: '50000', unrealizedPnl: '0', exposure: '0' });
    expect(figures.caveats.missing).toEqual(['DOGEUSDT', 'usdm:XRPUSDT']);
    expect(figures.caveats.old.map((old) => old.symbol)).toEqual(['BTCUSDT']);
  });
});

it('addFigures() of nothing is nothing', () => {
  expect(print(addFigures([]).equity)).toBe('0');
});

it.each([
  ['BTCUSDT', 'USDT'],
  ['ETHBTC', 'BTC'],
  ['BTCUSDC', 'USDC'],
  ['1000PEPEUSDT', 'USDT'],
])('quoteOf() %s is %s', (symbol, quote) => {
  expect(quoteOf(symbol)).toBe(quote);
});
