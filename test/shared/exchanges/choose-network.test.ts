import { describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import { MODES } from '../../../shared/accounts/mode.ts';
import { readConfig } from '../../../shared/config/read-config.ts';
import { memoryBrake } from '../../../shared/exchanges/binance/brake.memory.ts';
import { binanceEndpoints, binanceVariables } from '../../../shared/exchanges/binance/config.ts';
import { openBinance } from '../../../shared/exchanges/binance/open-binance.http.ts';
import { exchangeChooser } from '../../../shared/exchanges/choose-exchange.ts';
import { chooseNetwork, type NetworkQuestion } from '../../../shared/exchanges/choose-network.ts';
import { fixedClock, NOW } from '../../support/fixed.ts';
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

  it('leaves accounts of mode "testnet" to the demo when BINANCE_DEMO says so, and live ones where they are', () => {
    const urls = (env: Record<string, string>) => {
      const config = readConfig(binanceVariables, env);
      return [binanceEndpoints(config, 'live').rest.spot, binanceEndpoints(config, 'testnet').rest.spot];
    };
    expect(urls({})).toEqual(['https://api.binance.com', 'https://testnet.binance.vision']);
    expect(urls({ BINANCE_DEMO: 'true' })).toEqual(['https://api.binance.com', 'https://demo-api.binance.com']);
    expect(urls({ BINANCE_SPOT_URL: 'http://127.0.0.1:1' })).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:1']);
    expect(() => urls({ BINANCE_DEMO: 'perhaps' })).toThrow('BINANCE_DEMO');
  });

  it('and the addresses of stand-ins do not lead off the machine', () => {
    const read = (BINANCE_SPOT_URL: string) => () => readConfig(binanceVariables, { BINANCE_SPOT_URL });
    expect(read('http://127.0.0.1:9001')).not.toThrow();
    for (const url of [
      'http://example.com',
      'https://api.binance.com',
      'http://169.254.169.254',
      'http://127.0.0.1.example.com',
      'http://127.0.0.1:80@example.com',
    ])
      expect(read(url), url).toThrow('must be on 127.0.0.1');
  });
});

describe('exchangeChooser()', () => {
  const account = (exchange: Account['exchange'], mode: Account['mode']): Account => ({
    ...{ id: `acc_${mode}`, userId: 'usr_1', exchange, mode, name: 'main', settings: {}, createdAt: NOW },
  });

  function chooserAt(now = fixedClock()) {
    const opened: string[] = [];
    const open = (given: Account) => {
      opened.push(given.id);
      return ledgerExchange();
    };
    return { now, opened, chooser: exchangeChooser({ now, paper: open, binance: async (given) => open(given) }) };
  }

  it('opens paper once, and what a key opens anew after a while, because the key may have been replaced', async () => {
    const { now, opened, chooser } = chooserAt();
    const [paper, live] = [account('paper', 'paper'), account('binance', 'live')];
    expect(await chooser(live)).toBe(await chooser(live));
    await chooser(paper);
    now.advance(31_000);
    await chooser(live);
    await chooser(paper);
    expect(opened).toEqual(['acc_live', 'acc_paper', 'acc_live']);
  });

  it('opens anew behind the back of whoever asks, before its time is over', async () => {
    const { now, opened, chooser } = chooserAt();
    const live = account('binance', 'live');
    const first = await chooser(live);
    now.advance(20_000);
    expect(await chooser(live)).toBe(first);
    await vi.waitFor(async () => expect(await chooser(live)).not.toBe(first));
    expect(opened).toEqual(['acc_live', 'acc_live']);
  });

  it('stops with a key that is gone, at the latest when its time is over', async () => {
    const now = fixedClock();
    let isGone = false;
    const chooser = exchangeChooser({
      now,
      paper: () => ledgerExchange(),
      binance: async () => {
        if (isGone) throw new Error('no key');
        return ledgerExchange();
      },
    });
    await chooser(account('binance', 'testnet'));
    isGone = true;
    now.advance(20_000);
    await expect(chooser(account('binance', 'testnet'))).resolves.toBeDefined();
    await vi.waitFor(() => expect(chooser(account('binance', 'testnet'))).rejects.toThrow('no key'));
  });

  it('remembers no account that could not be opened', async () => {
    let isMissing = true;
    const chooser = exchangeChooser({
      now: fixedClock(),
      paper: () => ledgerExchange(),
      binance: async () => {
        if (isMissing) throw new Error('no key');
        return ledgerExchange();
      },
    });
    await expect(chooser(account('binance', 'testnet'))).rejects.toThrow('no key');
    isMissing = false;
    await expect(chooser(account('binance', 'testnet'))).resolves.toBeDefined();
  });

  it('says where Binance cannot be traded on', async () => {
    const chooser = exchangeChooser({ now: fixedClock(), paper: () => ledgerExchange() });
    await expect(chooser(account('binance', 'testnet'))).rejects.toThrow('mode "testnet" is not available here');
  });
});

describe('openBinance()', () => {
  const account: Account = {
    ...{ id: 'acc_1', userId: 'usr_1', exchange: 'binance', mode: 'live', name: 'main', settings: {}, createdAt: NOW },
  };

  it('asks for no key of a live account unless real money was written out', async () => {
    const config = readConfig(binanceVariables, {});
    let asked = 0;
    const credentialsOf = async () => {
      asked += 1;
      return { reveal: () => ({ apiKey: 'k'.repeat(64), secret: 's'.repeat(64) }) };
    };
    const now = fixedClock();
    const open = openBinance({ config, brake: memoryBrake(now), now, credentialsOf });
    await expect(open(account)).rejects.toThrow('BINANCE_TESTNET is not "false"');
    expect(asked).toBe(0);
    await expect(open({ ...account, mode: 'testnet' })).resolves.toBeDefined();
    expect(asked).toBe(1);
  });

  it('keeps what is known of an account while its key is the same, and begins anew with another', async () => {
    const config = readConfig(binanceVariables, {});
    let secret = 's'.repeat(64);
    const credentialsOf = async () => ({ reveal: () => ({ apiKey: 'k'.repeat(64), secret }) });
    const now = fixedClock();
    const open = openBinance({ config, brake: memoryBrake(now), now, credentialsOf });
    const testnet: Account = { ...account, mode: 'testnet' };
    const first = await open(testnet);
    expect(await open(testnet)).toBe(first);
    secret = 't'.repeat(64);
    expect(await open(testnet)).not.toBe(first);
  });
});
