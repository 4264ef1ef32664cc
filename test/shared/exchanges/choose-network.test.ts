import { describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import { MODES } from '../../../shared/accounts/mode.ts';
import { readConfig } from '../../../shared/config/read-config.ts';
import { binanceVariables } from '../../../shared/exchanges/binance/config.ts';
import { exchangeChooser } from '../../../shared/exchanges/choose-exchange.ts';
import { chooseNetwork, type NetworkQuestion } from '../../../shared/exchanges/choose-network.ts';
import { NOW } from '../../support/fixed.ts';
import { ledgerExchange } from '../../support/ledger-exchange.ts';

const LIVE: NetworkQuestion = {
  ...{ account: { mode: 'live' }, keyMode: 'live', strategy: { mode: 'live' }, isTestnet: false },
};
const TESTNET: NetworkQuestion = {
  ...{ account: { mode: 'testnet' }, keyMode: 'testnet', strategy: { mode: 'testnet' }, isTestnet: true },
};

describe('chooseNetwork()', () => {
  it('lets a live order through when everything says live, and nothing else does', () => {
    for (const account of MODES)
      for (const keyMode of [...MODES, undefined])
        for (const strategy of MODES)
          for (const isTestnet of [true, false]) {
            const asked = { account: { mode: account }, keyMode, strategy: { mode: strategy }, isTestnet };
            const choice = chooseNetwork(asked);
            const isLive = account === 'live' && keyMode === 'live' && strategy === 'live' && !isTestnet;
            expect(choice.ok && choice.network === 'live', JSON.stringify(asked)).toBe(isLive);
          }
  });

  it.each<{ case: string; asked: NetworkQuestion; missing: string[] }>([
    { case: 'the account', asked: { ...LIVE, account: { mode: 'paper' } }, missing: ['account'] },
    { case: 'the keys', asked: { ...LIVE, keyMode: 'testnet' }, missing: ['keys'] },
    { case: 'keys at all', asked: { ...LIVE, keyMode: undefined }, missing: ['keys'] },
    { case: 'the strategy', asked: { ...LIVE, strategy: { mode: 'paper' } }, missing: ['strategy'] },
    { case: 'the variable', asked: { ...LIVE, isTestnet: true }, missing: ['BINANCE_TESTNET'] },
    {
      case: 'several at once',
      asked: { ...LIVE, keyMode: undefined, strategy: { mode: 'testnet' }, isTestnet: true },
      missing: ['keys', 'strategy', 'BINANCE_TESTNET'],
    },
    {
      case: 'a testnet strategy on testnet',
      asked: { ...TESTNET, strategy: { mode: 'live' } },
      missing: ['strategy'],
    },
  ])('names $case when it is missing', ({ asked, missing }) => {
    expect(chooseNetwork(asked)).toMatchObject({ ok: false, missing });
  });

  it('asks no strategy of what belongs to none', () => {
    const { strategy: _, ...nobodys } = LIVE;
    expect(chooseNetwork(nobodys)).toEqual({ ok: true, network: 'live' });
    expect(chooseNetwork(TESTNET)).toEqual({ ok: true, network: 'testnet' });
    expect(chooseNetwork({ ...TESTNET, isTestnet: false })).toEqual({ ok: true, network: 'testnet' });
  });
});

describe('BINANCE_TESTNET', () => {
  it.each([
    { value: undefined, isTestnet: true },
    { value: 'true', isTestnet: true },
    { value: 'FALSE', isTestnet: true },
    { value: '0', isTestnet: true },
    { value: 'no', isTestnet: true },
    { value: 'false', isTestnet: false },
    { value: 'False', isTestnet: false },
  ])('$value means testnet: $isTestnet', ({ value, isTestnet }) => {
    expect(readConfig(binanceVariables, { BINANCE_TESTNET: value }).BINANCE_TESTNET).toBe(isTestnet);
  });

  it('and the addresses of stand-ins do not lead off the machine', () => {
    const read = (BINANCE_SPOT_URL: string) => () => readConfig(binanceVariables, { BINANCE_SPOT_URL });
    expect(read('http://127.0.0.1:9001')).not.toThrow();
    for (const url of ['http://example.com', 'http://127.0.0.1.example.com', 'http://127.0.0.1:80@example.com'])
      expect(read(url), url).toThrow('must be on 127.0.0.1');
  });
});

describe('exchangeChooser()', () => {
  const account = (mode: Account['mode']): Account => ({
    ...{ id: `acc_${mode}`, userId: 'usr_1', exchange: 'binance', mode, name: 'main', settings: {}, createdAt: NOW },
  });
  const makers = (isTestnet: boolean) => {
    const made: string[] = [];
    const chooser = exchangeChooser({
      paper: () => ledgerExchange(),
      binance: {
        isTestnet,
        keyMode: ({ mode }) => mode,
        make: (_, network) => {
          made.push(network);
          return ledgerExchange();
        },
      },
    });
    return { made, chooser };
  };

  it('makes each account of Binance once, on its own network', () => {
    const { made, chooser } = makers(false);
    expect(chooser(account('live'))).toBe(chooser(account('live')));
    chooser(account('testnet'));
    expect(made).toEqual(['live', 'testnet']);
  });

  it('makes no live one unless it is written out', () => {
    const { made, chooser } = makers(true);
    expect(() => chooser(account('live'))).toThrow('BINANCE_TESTNET is not "false"');
    expect(made).toEqual([]);
  });
});
