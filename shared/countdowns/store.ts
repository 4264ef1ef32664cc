import type { Countdown } from './countdown.ts';

type Place = Pick<Countdown, 'account' | 'market' | 'symbol'>;

export interface CountdownStore {
  /** Where one should run, and where one does. Of every user. */
  list(): Promise<Countdown[]>;
  keep(place: Place, running: NonNullable<Countdown['running']>): Promise<void>;
  drop(place: Place): Promise<void>;
}
