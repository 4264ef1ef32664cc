import type { Mode } from './mode.ts';

/** Where orders go: one account on one exchange. */
export type Account = {
  id: string;
  userId: string;
  exchange: 'paper' | 'binance';
  mode: Mode;
  name: string;
  /** What its exchange wants to know; read by that exchange's own schema. */
  settings: Readonly<Record<string, unknown>>;
  createdAt: Date;
};
