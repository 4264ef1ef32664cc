import { describe, expect, it } from 'vitest';
import { warningsOf } from '../../../shared/exchange-keys/judge-key.ts';
import { readAccount, readRestrictions } from '../../../shared/exchange-keys/read-permissions.ts';
import { GOOD } from '../../support/exchange-keys.ts';

describe('warningsOf()', () => {
  it.each([
    { case: 'a good key', permissions: GOOD, mode: 'live', codes: [] },
    {
      case: 'a live key that works from anywhere',
      permissions: { ...GOOD, isIpRestricted: false },
      mode: 'live',
      codes: ['not_ip_restricted'],
    },
    {
      case: 'a testnet key that works from anywhere',
      permissions: { ...GOOD, isIpRestricted: false },
      mode: 'testnet',
      codes: [],
    },
    { case: 'a key without futures', permissions: { ...GOOD, futures: false }, mode: 'live', codes: ['no_futures'] },
    { case: 'a key without spot', permissions: { ...GOOD, spot: false }, mode: 'live', codes: ['no_spot'] },
    {
      case: 'an account’s flags in place of a key’s',
      permissions: { basis: 'account', canTrade: true, canWithdraw: true, spot: true, permissions: ['SPOT'] },
      mode: 'testnet',
      codes: ['permissions_not_told'],
    },
  ] as const)('tells of $case: $codes', ({ permissions, mode, codes }) => {
    expect(warningsOf(permissions, mode).map(({ code }) => code)).toEqual(codes);
  });
});

describe('readRestrictions()', () => {
  /** As the documents show it. */
  const documented = {
    ...{ ipRestrict: false, createTime: 1698645219000, enableReading: true, enableWithdrawals: false },
    ...{ enableInternalTransfer: false, enableMargin: false, enableFutures: false, permitsUniversalTransfer: false },
    ...{ enableVanillaOptions: false, enableFixApiTrade: false, enableFixReadOnly: true },
    ...{ enableSpotAndMarginTrading: false, enablePortfolioMarginTrading: true },
  };

  it('reads the answer that Binance documents', () => {
    expect(readRestrictions(documented)).toEqual({
      ...{ basis: 'key', canTrade: false, canWithdraw: false, isIpRestricted: false, spot: false, futures: false },
      permissions: ['enableReading', 'enableFixReadOnly', 'enablePortfolioMarginTrading'],
    });
  });

  it.each(['ipRestrict', 'enableWithdrawals', 'enableSpotAndMarginTrading', 'enableFutures'])(
    'understands no answer without %s, because what is not said is not granted',
    (name) => {
      expect(readRestrictions({ ...documented, [name]: undefined })).toBeUndefined();
      expect(readRestrictions({ ...documented, [name]: 'false' })).toBeUndefined();
    },
  );

  it.each([undefined, null, [], 'ok', {}])('understands nothing of %j', (reply) => {
    expect(readRestrictions(reply)).toBeUndefined();
    expect(readAccount(reply)).toBeUndefined();
  });
});
