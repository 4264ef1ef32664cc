import { describe, expect, it } from 'vitest';
import { renderStorm, renderStormProblems } from './storm/report.ts';
import { runStorm } from './storm/run-storm.ts';

describe('on a strict exchange, under its faults, kills and outages', () => {
  it('no order is lost, none doubled, and our books are the exchange’s', async () => {
    const report = await runStorm({
      alerts: 120,
      seed: 20_261_125,
      maxOutages: 5,
      calmMs: [700, 1_500],
      maxMs: 240_000,
      accounts: { steady: 2, wild: 1 },
    });
    expect(renderStormProblems(report), renderStorm(report)).toEqual([]);
    expect(report.tally.acknowledged.size).toBe(120);
    expect(new Set(report.outages.map(({ what }) => what)).size, 'every kind of outage came').toBe(4);
    expect(Object.keys(report.faults).length, 'faults of many kinds').toBeGreaterThan(10);
    expect(report.trades).toBeGreaterThan(60);
  });
});
