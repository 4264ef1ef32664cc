import { afterEach, describe, expect, it } from 'vitest';
import { Concealed } from '../../shared/exchange-keys/concealed.ts';
import { httpKeyInspector } from '../../shared/exchange-keys/inspect-key.http.ts';
import { memoryKeyInspector } from '../../shared/exchange-keys/inspect-key.memory.ts';
import type { KeyInspector } from '../../shared/exchange-keys/inspect-key.ts';
import type { ExchangeCredentials } from '../../shared/exchanges/binance/clear-key.ts';
import { type FakeBinance, startFakeBinance } from '../support/binance/fake-binance.ts';
import { testClock } from '../support/binance/fake-caller.ts';
import { ed25519Pair } from '../support/exchange-keys.ts';

type Allowed = { spot: boolean; futures: boolean; canWithdraw: boolean; isIpRestricted: boolean };
type World = {
  inspector: KeyInspector;
  /** Makes a live key at the exchange. */
  makeKey(credentials: ExchangeCredentials, publicKeyPem: string, allowed: Allowed): void;
  goAway(): void;
  close(): Promise<void>;
};

const apiKey = 'k'.repeat(64);
const secret = 's'.repeat(64);
const { privateKeyPem, publicKeyPem } = ed25519Pair();

async function httpWorld(): Promise<World> {
  const clock = testClock();
  const fake: FakeBinance = await startFakeBinance({ now: clock.now, network: 'live' });
  return {
    inspector: httpKeyInspector({ endpointsOf: () => ({ rest: fake.urls }), now: clock.now, timeoutMs: 500 }),
    makeKey(credentials, pem, { spot, futures, canWithdraw, isIpRestricted }) {
      fake.addAccount({
        ...{ apiKey: credentials.apiKey, uid: 777 },
        ...('secret' in credentials ? { secret: credentials.secret } : { publicKeyPem: pem }),
        permissions: { enableSpotAndMarginTrading: spot, enableFutures: futures, enableWithdrawals: canWithdraw },
        ...(isIpRestricted ? { allowedIps: ['127.0.0.1'] } : {}),
      });
    },
    goAway() {
      fake.faults.next({}, { kind: 'silence', executed: false }, 9);
    },
    close: () => fake.close(),
  };
}

async function memoryWorld(): Promise<World> {
  const inspector = memoryKeyInspector();
  return {
    inspector,
    makeKey(credentials, _, allowed) {
      const canTrade = allowed.spot || allowed.futures;
      inspector.knows(credentials, 'live', { basis: 'key', canTrade, permissions: [], ...allowed }, '777');
    },
    goAway: () => inspector.goAway(true),
    close: async () => {},
  };
}

describe.each([
  { adapter: 'httpKeyInspector()', makeWorld: httpWorld },
  { adapter: 'memoryKeyInspector()', makeWorld: memoryWorld },
])('$adapter', ({ makeWorld }) => {
  let world: World | undefined;
  const opened = async (): Promise<World> => {
    world = await makeWorld();
    return world;
  };
  afterEach(() => world?.close());

  it.each([
    {
      case: 'trade spot',
      allowed: { spot: true, futures: false, canWithdraw: false, isIpRestricted: true },
      canTrade: true,
    },
    {
      case: 'trade futures',
      allowed: { spot: false, futures: true, canWithdraw: false, isIpRestricted: false },
      canTrade: true,
    },
    {
      case: 'look',
      allowed: { spot: false, futures: false, canWithdraw: false, isIpRestricted: false },
      canTrade: false,
    },
    {
      case: 'do anything',
      allowed: { spot: true, futures: true, canWithdraw: true, isIpRestricted: false },
      canTrade: true,
    },
  ])('tells that a key may $case', async ({ allowed, canTrade }) => {
    const { inspector, makeKey } = await opened();
    makeKey({ apiKey, secret }, '', allowed);
    const inspected = await inspector.inspect(new Concealed({ apiKey, secret }), 'live');
    expect(inspected).toMatchObject({ permissions: { basis: 'key', canTrade, ...allowed }, uid: '777' });
  });

  it('asks with an Ed25519 key too', async () => {
    const { inspector, makeKey } = await opened();
    const credentials = { apiKey, privateKeyPem };
    makeKey(credentials, publicKeyPem, { spot: true, futures: true, canWithdraw: false, isIpRestricted: true });
    expect(await inspector.inspect(new Concealed(credentials), 'live')).toMatchObject({
      permissions: { canTrade: true, basis: 'key' },
    });
  });

  it.each([
    { case: 'an unknown key', given: { apiKey: 'u'.repeat(64), secret } },
    { case: 'another secret', given: { apiKey, secret: 'x'.repeat(64) } },
  ])('says that $case is rejected', async ({ given }) => {
    const { inspector, makeKey } = await opened();
    makeKey({ apiKey, secret }, '', { spot: true, futures: true, canWithdraw: false, isIpRestricted: true });
    const inspected = await inspector.inspect(new Concealed(given), 'live');
    expect(inspected).toMatchObject({ problem: { kind: 'rejected' } });
    expect(JSON.stringify(inspected)).not.toContain(given.apiKey);
  });

  it('says that nobody answers', async () => {
    const { inspector, makeKey, goAway } = await opened();
    makeKey({ apiKey, secret }, '', { spot: true, futures: true, canWithdraw: false, isIpRestricted: true });
    goAway();
    const inspected = await inspector.inspect(new Concealed({ apiKey, secret }), 'live');
    expect(inspected).toMatchObject({ problem: { kind: 'unavailable' } });
  });
});
