import type { Random } from './random.ts';

/** What an alert has to come to, known before it is sent. */
export type Expectation = {
  status: string;
  /** As right: a cancellation whose answer was lost, asked for again, finds nothing left to cancel. */
  orSo?: string;
  orders: readonly string[];
};

export type StoryAlert = {
  /** The explicit id in the message. */
  id: string;
  body: string;
  /** Absent where chance decides. */
  expected?: Expectation;
  /** Each group is delivered at the same moment; the pauses lie between the groups. */
  deliveries: readonly { copies: number; afterMs: number }[];
};

/** Alerts that follow each other: the next one is sent once this one is acknowledged. */
export type Lane = { name: string; hookToken: string; alerts: StoryAlert[] };

export type Chapter = { message: Record<string, unknown>; expected: Expectation };
type Plot = (nth: number) => Chapter;

const USDM_SYMBOLS = ['BTCUSDT.P', 'ETHUSDT.P', 'SOLUSDT.P', 'XRPUSDT.P'];
/** Traded everywhere, and by nobody. */
const IDLE = 'DOGEUSDT';
const SPOT_SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT'];

/** Lanes that turn a position round again and again, lanes that buy and sell, and one whose alerts come to no order. */
export function writeStory(alerts: number, hookToken: string, random: Random): Lane[] {
  const plots: [string, Plot][] = [
    ...USDM_SYMBOLS.map((symbol): [string, Plot] => [symbol, flips(symbol)]),
    ...SPOT_SYMBOLS.map((symbol): [string, Plot] => [symbol, trades(symbol)]),
    ['nothing to do', noOrders],
  ];
  return plots.map(([name, plot], at) => {
    const count = Math.floor(alerts / plots.length) + (at < alerts % plots.length ? 1 : 0);
    return {
      name,
      hookToken,
      alerts: Array.from({ length: count }, (_, nth) => tell(`${at}-${nth}`, plot(nth), random)),
    };
  });
}

/** Long, short, long, short: two orders each time but the first, the close before the entry. */
function flips(symbol: string): Plot {
  return (nth) => {
    const isLong = nth % 2 === 0;
    const [entry, exit] = isLong ? ['buy', 'sell'] : ['sell', 'buy'];
    const position = isLong ? 'long' : 'short';
    return {
      message: {
        symbol,
        action: entry,
        market_position: position,
        market_position_size: '10',
        quantity: '20',
        price: '100',
      },
      expected: {
        status: 'filled',
        orders: nth === 0 ? [`open ${entry} 10`] : [`close ${exit === 'sell' ? 'buy' : 'sell'} 10`, `open ${entry} 10`],
      },
    };
  };
}

/** Buys and sells of the same quantity in turn: one order each. */
function trades(symbol: string): Plot {
  return (nth) =>
    nth % 2 === 0
      ? {
          message: { symbol, action: 'buy', quantity: '10', price: '100' },
          expected: { status: 'filled', orders: ['open buy 10'] },
        }
      : {
          message: { symbol, action: 'sell', price: '100' },
          expected: { status: 'filled', orders: ['close sell 10'] },
        };
}

export function noOrders(nth: number): Chapter {
  switch (nth % 3) {
    case 0:
      return {
        message: { symbol: 'NOSUCHUSDT', action: 'buy', quantity: '1', price: '1' },
        expected: { status: 'denied', orders: [] },
      };
    case 1:
      return { message: { symbol: IDLE, action: 'close' }, expected: { status: 'no_op', orders: [] } };
    default:
      return { message: { symbol: IDLE, note: 'no side' }, expected: { status: 'not_understood', orders: [] } };
  }
}

/** An alert with its deliveries: up to four, some of them at the same moment. */
export function tell(id: string, { message, expected }: Partial<Chapter>, random: Random): StoryAlert {
  const atOnce = random.between(1, 3);
  const later = random.between(0, 4 - atOnce);
  return {
    id,
    body: JSON.stringify({ id, ...message }),
    ...(expected === undefined ? {} : { expected }),
    deliveries: [
      { copies: atOnce, afterMs: 0 },
      ...Array.from({ length: later }, () => ({ copies: 1, afterMs: random.between(5, 400) })),
    ],
  };
}
