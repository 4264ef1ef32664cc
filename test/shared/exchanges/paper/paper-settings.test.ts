import { describe, expect, it } from 'vitest';
import { readPaperSettings } from '../../../../shared/exchanges/paper/paper-settings.ts';
import { print } from '../../../../shared/money/decimal.ts';

describe('readPaperSettings()', () => {
  it('gives what is absent its default', () => {
    const { commissionRate, slippageRate, leverage, startingBalances } = readPaperSettings({ another: 'room' });
    expect([commissionRate, slippageRate, leverage].map(print)).toEqual(['0.001', '0', '1']);
    expect(JSON.stringify(startingBalances)).toBe('{"spot":{"USDT":"10000"},"usdm":{"USDT":"10000"}}');
  });

  it('reads figures as text', () => {
    const settings = readPaperSettings({
      commissionRate: '0.00075',
      leverage: '20',
      startingBalances: { spot: { BTC: '1.5' } },
    });
    expect(print(settings.commissionRate)).toBe('0.00075');
    expect(print(settings.leverage)).toBe('20');
    expect(JSON.stringify(settings.startingBalances)).toBe('{"spot":{"BTC":"1.5"},"usdm":{"USDT":"10000"}}');
  });

  it.each([
    { case: 'a number, which may have lost digits', json: { commissionRate: 0.001 }, names: '"commissionRate"' },
    { case: 'a commission of everything', json: { commissionRate: '1' }, names: 'below 1' },
    { case: 'a negative slippage', json: { slippageRate: '-0.1' }, names: '"slippageRate"' },
    { case: 'no leverage', json: { leverage: '0' }, names: 'from 1 to 125' },
    { case: 'too much leverage', json: { leverage: '126' }, names: 'from 1 to 125' },
    {
      case: 'a negative balance',
      json: { startingBalances: { spot: { USDT: '-1' } } },
      names: '"startingBalances.spot.USDT"',
    },
    {
      case: 'an asset in lower case',
      json: { startingBalances: { spot: { usdt: '1' } } },
      names: 'startingBalances.spot',
    },
    { case: 'no object', json: null, names: 'Cannot read the settings of the paper account' },
  ])('refuses $case and names it', ({ json, names }) => {
    expect(() => readPaperSettings(json)).toThrow(names);
  });
});
