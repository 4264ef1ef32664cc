import type { Clock } from '../../time/clock.ts';
import { ask } from './ask.ts';
import type { BinanceClient } from './client.ts';
import { usdmMode } from './usdm-schemas.ts';
import type { PositionMode } from './usdm-terms.ts';

export type PositionModeReader = {
  /** @throws AppError `exchange_unavailable` */
  read(): Promise<PositionMode>;
  /** After the exchange has said that it is another one. */
  forget(): void;
};

/** It changes only while nothing is held, and costs a weight of 30 to ask. */
const KEEP_MS = 3_600_000;

export function positionMode(client: BinanceClient, now: Clock): PositionModeReader {
  let kept: { mode: PositionMode; readAtMs: number } | undefined;
  return {
    async read() {
      const nowMs = now().getTime();
      if (kept !== undefined && nowMs - kept.readAtMs < KEEP_MS) return kept.mode;
      const path = '/fapi/v1/positionSide/dual';
      const { dualSidePosition } = await ask(
        client,
        { market: 'usdm', method: 'GET', path, security: 'signed', kind: 'read' },
        usdmMode,
      );
      kept = { mode: dualSidePosition ? 'hedge' : 'one_way', readAtMs: nowMs };
      return kept.mode;
    },
    forget() {
      kept = undefined;
    },
  };
}
