import type { OrderReport } from './report.ts';

const MAX_SIBLINGS = 500;

/**
 * Canceling one order of a pair cancels the other, and the answer brings both. Whoever cancels the other next is told that,
 * once, without asking: it is over, and nothing changes it any more.
 */
export function endedSiblings(): {
  note(report: OrderReport): void;
  take(symbol: string, id: string): OrderReport | undefined;
} {
  const kept = new Map<string, OrderReport>();
  return {
    note(report) {
      if (report.status !== 'canceled') return;
      kept.set(report.clientOrderId, report);
      const [oldest] = kept.keys();
      if (kept.size > MAX_SIBLINGS && oldest !== undefined) kept.delete(oldest);
    },
    take(symbol, id) {
      const report = kept.get(id);
      if (report?.symbol !== symbol) return undefined;
      kept.delete(id);
      return report;
    },
  };
}
