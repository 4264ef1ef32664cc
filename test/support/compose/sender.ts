import { setTimeout as wait } from 'node:timers/promises';
import { https } from './https.ts';

/** What became of one alert: each answer it got, in order. */
export type Sent = { id: string; answers: number[] };

const RESEND_AFTER_MS = 5_000;
const SENDS = 4;

/**
 * Sends alerts at a steady pace until told to stop, as TradingView does: what is answered 5xx, but not 504, is sent again after
 * five seconds, four times in all; anything else is not.
 */
export function startSending(
  port: number,
  hookPath: string,
  { perSecond, prefix }: { perSecond: number; prefix: string },
) {
  const sent: Sent[] = [];
  const under: Promise<void>[] = [];
  let isOver = false;
  const deliver = async (alert: Sent): Promise<void> => {
    const body = JSON.stringify({ id: alert.id, symbol: 'BTCUSDT', action: 'buy', quantity: '0.001', price: '60000' });
    for (let turn = 1; turn <= SENDS; turn += 1) {
      if (turn > 1) await wait(RESEND_AFTER_MS);
      const { status } = await https(port, hookPath, { method: 'POST', body });
      alert.answers.push(status);
      if (!(status >= 500 && status !== 504)) return;
    }
  };
  const pace = (async () => {
    for (let nth = 1; !isOver; nth += 1) {
      const alert: Sent = { id: `${prefix}-${nth}`, answers: [] };
      sent.push(alert);
      under.push(deliver(alert));
      await wait(1_000 / perSecond);
    }
  })();
  return {
    /** Resolves when every alert has its last answer. */
    async stop(): Promise<Sent[]> {
      isOver = true;
      await pace;
      await Promise.all(under);
      return sent;
    },
  };
}

export const lastAnswer = ({ answers }: Sent): number => answers.at(-1) ?? 0;
