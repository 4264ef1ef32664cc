import { describe, expect, it } from 'vitest';
import { renderProblems, renderReport } from './report.ts';
import { runFaults } from './run-faults.ts';

describe('under kills and outages', () => {
  it('no acknowledged alert is lost, none is executed twice, and each ends as it should', async () => {
    const report = await runFaults({
      alerts: 540,
      seed: 20_261_123,
      maxOutages: 5,
      calmMs: [900, 1_800],
      pauseMs: [60, 140],
    });
    expect(renderProblems(report), renderReport(report)).toEqual([]);
    expect(new Set(report.outages.map(({ what }) => what)).size, 'every kind of outage came').toBe(4);
    expect(report.tally.acknowledged.size).toBe(540);
    expect(report.tally.duplicates).toBeGreaterThan(100);
  });
});
