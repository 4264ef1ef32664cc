import { expect } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { binanceWorld } from '../support/binance/binance-world.ts';
import { spotSymbols } from '../support/binance/symbols/spot-symbol.ts';
import { type ExchangeWorld, exchangeContract } from './exchange.contract.ts';
import { conditionalContract } from './exchange-conditional.contract.ts';
import { spotContract } from './exchange-spot.contract.ts';
import { spotConditionalContract } from './exchange-spot-conditional.contract.ts';
import { spotPairContract } from './exchange-spot-pair.contract.ts';
import { usdmContract } from './exchange-usdm.contract.ts';
import { usdmConditionalContract } from './exchange-usdm-conditional.contract.ts';

type Funds = Record<string, string>;

/** Between one test and the next, so that all of them together do not ask too often. */
const PAUSE_MS = 10_000;

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** What the contracts trade besides the symbols that the fake lists of itself. */
function symbols(): typeof spotSymbols {
  const [btc] = spotSymbols;
  if (btc === undefined) throw new RangeError('The fake lists no symbols');
  const notional = { ...btc.notional, min: '0.0001' } as typeof btc.notional;
  return [
    ...spotSymbols,
    { ...btc, symbol: 'ETHBTC', base: 'ETH', quote: 'BTC', tickSize: '0.00001000', minPrice: '0.00001000', notional },
  ];
}

/** The market of the fake goes to the price that an order brings, before the order arrives. */
async function fakeWorld(): Promise<ExchangeWorld> {
  const { fake, clock, open, close } = await binanceWorld({ spotSymbols: symbols() });
  const listed = (market: 'spot' | 'usdm', symbol: string): boolean => {
    if (market === 'usdm') return ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT'].includes(symbol);
    return symbols().some((one) => one.symbol === symbol);
  };
  const bringing = (exchange: Exchange): Exchange => ({
    ...exchange,
    place(request) {
      const { market, symbol, referencePrice } = request;
      if (referencePrice !== undefined && listed(market, symbol))
        fake.setPrice(symbol, referencePrice.toFixed(), { market });
      return exchange.place(request);
    },
  });
  return {
    async openAccount({ commissionRate, leverage, startingBalances }) {
      clock.advance(PAUSE_MS);
      const rate = text(commissionRate, '0.001');
      const rates = { maker: rate, taker: rate };
      const funds = {
        spot: { USDT: '10000' },
        usdm: { USDT: '10000' },
        ...(startingBalances as Record<string, Funds>),
      };
      const { exchange } = open({ ...funds, spotCommission: rates, usdmCommission: rates });
      for (const symbol of ['BTCUSDT', 'ETHUSDT'])
        await exchange.prepareSymbol('usdm', symbol, { leverage: Number(text(leverage, '1')) });
      return bringing(exchange);
    },
    seePrice: async (market, symbol, price) => fake.setPrice(symbol, price, { market }),
    triggered: { idleReducer: 'rejected', keepsId: false },
    async close() {
      const defects = fake.ledger.defects();
      await close();
      expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
    },
  };
}

for (const contract of [
  exchangeContract,
  spotContract,
  usdmContract,
  conditionalContract,
  spotConditionalContract,
  spotPairContract,
  usdmConditionalContract,
])
  contract('Binance', fakeWorld);
