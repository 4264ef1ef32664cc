import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../../shared/config/read-config.ts';
import { binanceVariables, engineMsOf } from '../../../../shared/exchanges/binance/config.ts';

const SPOT = { BINANCE_SPOT_URL: 'http://127.0.0.1:1' };
const USDM = { BINANCE_USDM_URL: 'http://127.0.0.1:2' };
const QUICK = { BINANCE_STAND_IN_ENGINE_MS: '1000' };

describe('engineMsOf()', () => {
  it.each([
    { case: 'Binance itself', variables: {}, engineMs: 10_000 },
    { case: 'Binance itself, whatever is said of a stand-in', variables: { ...QUICK }, engineMs: 10_000 },
    { case: 'a stand-in for one market only', variables: { ...SPOT, ...QUICK }, engineMs: 10_000 },
    { case: 'a stand-in of which nothing is said', variables: { ...SPOT, ...USDM }, engineMs: 10_000 },
    { case: 'a stand-in that is known to be quicker', variables: { ...SPOT, ...USDM, ...QUICK }, engineMs: 1_000 },
  ])('is $engineMs for $case', ({ variables, engineMs }) => {
    expect(engineMsOf(readConfig(binanceVariables, variables))).toBe(engineMs);
  });

  it('is never longer than Binance takes', () => {
    expect(() => readConfig(binanceVariables, { BINANCE_STAND_IN_ENGINE_MS: '10001' })).toThrow(
      'BINANCE_STAND_IN_ENGINE_MS',
    );
  });
});
