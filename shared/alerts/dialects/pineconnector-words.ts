import type { Signal, SignalOrderType } from '../../signals/signal.ts';

/** What a command asks for, and which of its fields count. */
export type PineCommand = Pick<Signal, 'intent'> &
  Partial<Pick<Signal, 'orderSide' | 'targetSide' | 'reduceOnly'>> & {
    orderType: SignalOrderType;
    needs: 'entry' | 'levels' | 'nothing';
  };

const entry = (intent: 'buy' | 'sell', orderType: SignalOrderType): PineCommand => ({
  intent,
  orderType,
  needs: 'entry',
});
const bare = (rest: Omit<PineCommand, 'orderType' | 'needs'>): PineCommand => ({
  ...rest,
  orderType: 'market',
  needs: 'nothing',
});
const levels = (targetSide: 'long' | 'short'): PineCommand => ({
  intent: 'modify_protection',
  targetSide,
  orderType: 'market',
  needs: 'levels',
});

const COMMANDS: ReadonlyMap<string, PineCommand> = new Map([
  ...['buy', 'long', 'bull', 'bullish'].map((word) => [word, entry('buy', 'market')] as const),
  ...['sell', 'short', 'bear', 'bearish'].map((word) => [word, entry('sell', 'market')] as const),
  ['buystop', entry('buy', 'stop')],
  ['buylimit', entry('buy', 'limit')],
  ['sellstop', entry('sell', 'stop')],
  ['selllimit', entry('sell', 'limit')],
  ['closelong', bare({ intent: 'close_long', reduceOnly: true })],
  ['closeshort', bare({ intent: 'close_short', reduceOnly: true })],
  ['closeall', bare({ intent: 'flat', reduceOnly: true })],
  ['cancellong', bare({ intent: 'cancel_orders', orderSide: 'buy' })],
  ['cancelshort', bare({ intent: 'cancel_orders', orderSide: 'sell' })],
  ['newsltplong', levels('long')],
  ['newsltpshort', levels('short')],
  ['eaon', bare({ intent: 'enable' })],
  ['eaoff', bare({ intent: 'disable' })],
]);

export function pineCommandOf(word: string): PineCommand | undefined {
  return COMMANDS.get(word.toLowerCase());
}
