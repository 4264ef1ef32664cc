export type LifeStep = {
  what: string;
  message: Record<string, unknown>;
  /** What the alert comes to, and what is held afterwards. */
  status: readonly string[];
  held: string;
  isProtected?: boolean;
};

/** The life of an order from its alert to the end of what it led to, in one symbol of one market. */
export type Life = { name: string; market: 'spot' | 'usdm'; symbol: string; steps: readonly LifeStep[] };

const PRICE = '50000';
const QUANTITY = '0.01';
const LEVELS = { sl: '2%', tp: '4%' };
const FAR_BELOW = '48000';

export const PRICES = { BTCUSDT: PRICE };

function entryAndExit(market: 'spot' | 'usdm', symbol: string, held: string): Life {
  return {
    ...{ name: `${market}: in with a stop and a target, out`, market, symbol: 'BTCUSDT' },
    steps: [
      {
        what: 'entry',
        message: { symbol, action: 'buy', quantity: QUANTITY, price: PRICE, ...LEVELS },
        ...{ status: ['filled'], held, isProtected: true },
      },
      { what: 'exit', message: { symbol, action: 'close', price: PRICE }, status: ['filled'], held: '0' },
    ],
  };
}

function limitAndCancel(market: 'spot' | 'usdm', symbol: string): Life {
  const limit = { order_type: 'limit', limit_price: FAR_BELOW, quantity: QUANTITY };
  return {
    ...{ name: `${market}: a limit that rests, canceled`, market, symbol: 'BTCUSDT' },
    steps: [
      { what: 'limit', message: { symbol, action: 'buy', ...limit, price: PRICE }, status: ['working'], held: '0' },
      // Asked for again after its answer was lost, a cancellation finds nothing left to cancel.
      { what: 'cancel', message: { symbol, action: 'cancel' }, status: ['done', 'no_op'], held: '0' },
    ],
  };
}

const turn = (action: 'buy' | 'sell', position: string): Record<string, unknown> => ({
  ...{ symbol: 'BTCUSDT.P', action, market_position: position, market_position_size: QUANTITY },
  ...{ quantity: QUANTITY, price: PRICE, ...LEVELS },
});

const flip: Life = {
  ...{ name: 'usdm: long, turned short, out', market: 'usdm', symbol: 'BTCUSDT' },
  steps: [
    { what: 'long', message: turn('buy', 'long'), status: ['filled'], held: QUANTITY, isProtected: true },
    { what: 'short', message: turn('sell', 'short'), status: ['filled'], held: `-${QUANTITY}`, isProtected: true },
    {
      what: 'out',
      message: { symbol: 'BTCUSDT.P', action: 'close', price: PRICE },
      ...{ status: ['filled'], held: '0' },
    },
  ],
};

export const LIVES: readonly Life[] = [
  entryAndExit('usdm', 'BTCUSDT.P', QUANTITY),
  entryAndExit('spot', 'BTCUSDT', '0.00999'),
  flip,
  limitAndCancel('usdm', 'BTCUSDT.P'),
  limitAndCancel('spot', 'BTCUSDT'),
];
