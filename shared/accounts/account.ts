import type { Mode } from '../strategies/strategy.ts';

/** Where orders go: one set of books on one exchange. `settings` belong to the exchange's own room. */
export type Account = {
  id: string;
  userId: string;
  exchange: 'paper' | 'binance';
  mode: Mode;
  name: string;
  settings: Readonly<Record<string, unknown>>;
  createdAt: Date;
};
