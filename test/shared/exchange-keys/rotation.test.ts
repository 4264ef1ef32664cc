import { beforeEach, describe, expect, it } from 'vitest';
import { checkDataKeys } from '../../../shared/exchange-keys/check-data-keys.ts';
import { newDataKey, unwrapDataKey, wrapDataKey } from '../../../shared/exchange-keys/data-key.ts';
import { type MemoryDataKeyStore, memoryDataKeyStore } from '../../../shared/exchange-keys/data-key-store.memory.ts';
import { keyRing } from '../../../shared/exchange-keys/key-ring.ts';
import type { MasterKeys } from '../../../shared/exchange-keys/master-key.ts';
import { rotateDataKey } from '../../../shared/exchange-keys/rotate-data-key.ts';
import { rotateKeys } from '../../../shared/exchange-keys/rotate-keys.ts';
import { rotateMasterKey } from '../../../shared/exchange-keys/rotate-master-key.ts';
import { type MemoryExchangeKeyStore, memoryExchangeKeyStore } from '../../../shared/exchange-keys/store.memory.ts';
import { openVault } from '../../../shared/exchange-keys/vault.ts';
import { aMasterKey, anExchangeKey, hmacCredentials } from '../../support/exchange-keys.ts';
import { fixedClock, NOW } from '../../support/fixed.ts';

const COUNT = 120;
const actor = 'migrate';
const one = aMasterKey('one');
const two = aMasterKey('two');
const unreadable = expect.objectContaining({ code: 'secret_unreadable' });

let dataKeys: MemoryDataKeyStore;
let exchangeKeys: MemoryExchangeKeyStore;
const now = fixedClock();
/** As a process of its own would have them: it has unwrapped nothing yet. */
const deps = (masterKeys: MasterKeys = { current: one }) => ({
  ...{ dataKeys, exchangeKeys, masterKeys, now },
  ring: keyRing({ dataKeys, masterKeys, now }),
});

async function fill(count = COUNT): Promise<void> {
  const vault = openVault(deps().ring);
  for (let n = 0; n < count; n += 1) {
    const name = String(n).padStart(4, '0');
    const key = anExchangeKey({ id: `key_${name}`, accountId: `acc_${name}`, userId: `usr_${n % 7}` });
    const sealed = await vault.seal(key, hmacCredentials(`${'k'.repeat(60)}${name}`));
    await exchangeKeys.add(
      { key, secret: { ...sealed, apiKeyDigest: name }, newAccount: undefined, uid: undefined },
      { id: name, userId: key.userId, actor, action: 'exchange_key.added', subject: key.id, detail: {}, at: NOW },
    );
  }
}

/** Opens every key and says with which version of the data key each is sealed. */
async function versions(masterKeys?: MasterKeys): Promise<number[]> {
  const vault = openVault(deps(masterKeys).ring);
  for (const { key, secret } of exchangeKeys.kept.values()) {
    const { apiKey } = (await vault.unseal(key, secret)).reveal();
    expect(`key_${apiKey.slice(-4)}`).toBe(key.id);
  }
  return [...new Set([...exchangeKeys.kept.values()].map(({ secret }) => secret.keyVersion))];
}

beforeEach(() => {
  dataKeys = memoryDataKeyStore();
  exchangeKeys = memoryExchangeKeyStore();
});

describe('rotateDataKey()', () => {
  it('seals everything anew with a new key, which it notes, and retires the one before', async () => {
    await fill();
    const before = [...exchangeKeys.kept.values()].map(({ secret }) => Buffer.from(secret.sealed).toString('hex'));
    const rotated = await rotateDataKey(deps(), { actor });
    expect(rotated).toEqual({ version: 2, isResumed: false, resealed: COUNT, failed: [], left: 0 });
    expect(await versions()).toEqual([2]);
    const after = [...exchangeKeys.kept.values()].map(({ secret }) => Buffer.from(secret.sealed).toString('hex'));
    expect(after.filter((sealed) => before.includes(sealed))).toEqual([]);
    const [first, second] = await dataKeys.list();
    expect([first?.retiredAt, second?.retiredAt]).toEqual([now(), undefined]);
    expect(dataKeys.notes).toMatchObject([{ action: 'encryption.data_key_rotated', subject: 'data key 2' }]);
  });

  it('goes on with a rotation that was cut short instead of beginning another', async () => {
    await fill();
    const given = deps();
    let batches = 0;
    const crashing = {
      ...exchangeKeys,
      reseal: ((request, seal) => {
        batches += 1;
        if (batches > 2) throw new Error('the process was killed');
        return exchangeKeys.reseal(request, seal);
      }) satisfies MemoryExchangeKeyStore['reseal'],
    };
    await expect(rotateDataKey({ ...given, exchangeKeys: crashing }, { actor })).rejects.toThrow('was killed');
    expect((await versions()).toSorted(), 'both open, the old and the new').toEqual([1, 2]);
    const rotated = await rotateDataKey(deps(), { actor });
    expect(rotated).toMatchObject({ version: 2, isResumed: true, failed: [], left: 0 });
    expect(rotated.resealed).toBeGreaterThan(0);
    expect(await versions()).toEqual([2]);
    expect(await rotateDataKey(deps(), { actor })).toMatchObject({ version: 3, isResumed: false, resealed: COUNT });
  });

  it('names a key that was tampered with, leaves it as it is, and holds up no other', async () => {
    await fill(5);
    const broken = exchangeKeys.kept.get('key_0002');
    if (broken === undefined) throw new Error('There is no such key');
    const sealed = Buffer.from(broken.secret.sealed);
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    broken.secret = { ...broken.secret, sealed };
    const expected = { isResumed: false, resealed: 4, failed: ['key_0002'], left: 1 };
    expect(await rotateDataKey(deps(), { actor })).toEqual({ version: 2, ...expected });
    expect(broken.secret).toMatchObject({ keyVersion: 1, sealed });
    expect(await rotateDataKey(deps(), { actor }), 'nor any rotation after').toEqual({ version: 3, ...expected });
  });

  it('makes the first key where there is none, and then the next', async () => {
    expect(await rotateDataKey(deps(), { actor })).toMatchObject({ version: 2, resealed: 0, left: 0 });
  });

  it('is seen at once by a process that has used the key before', async () => {
    await fill(1);
    const running = openVault(deps().ring);
    const [kept] = exchangeKeys.kept.values();
    if (kept === undefined) throw new Error('There is no key');
    await running.unseal(kept.key, kept.secret);
    await rotateDataKey(deps(), { actor });
    expect((await running.unseal(kept.key, kept.secret)).reveal().apiKey).toContain('0000');
    expect((await running.seal(kept.key, hmacCredentials())).keyVersion).toBe(2);
  });
});

describe('rotateMasterKey()', () => {
  const both: MasterKeys = { current: two, previous: one };

  it('wraps the data keys anew and touches nothing that they seal', async () => {
    await fill(3);
    await rotateDataKey(deps(), { actor });
    const sealed = JSON.stringify([...exchangeKeys.kept.values()]);
    expect(await versions(both), 'both master keys open while the old one wraps').toEqual([2]);
    expect(await rotateMasterKey(deps(both), { actor })).toEqual({ fingerprint: two.fingerprint, rewrapped: 2 });
    expect(JSON.stringify([...exchangeKeys.kept.values()])).toBe(sealed);
    expect(await versions({ current: two }), 'the old master key is needed no more').toEqual([2]);
    await expect(versions({ current: one }), 'and opens nothing').rejects.toEqual(unreadable);
    expect(dataKeys.notes.at(-1)).toMatchObject({
      action: 'encryption.master_key_rotated',
      detail: { versions: [1, 2], before: [one.fingerprint] },
    });
  });

  it('changes nothing the second time', async () => {
    await fill(1);
    await rotateMasterKey(deps(both), { actor });
    const kept = await dataKeys.list();
    expect(await rotateMasterKey(deps(both), { actor })).toEqual({ fingerprint: two.fingerprint, rewrapped: 0 });
    expect(await dataKeys.list()).toEqual(kept);
    expect(dataKeys.notes).toHaveLength(1);
  });

  it('wraps nothing anew when it cannot open all of it, and says which master key is missing', async () => {
    await fill(1);
    await dataKeys.add({ ...wrapDataKey(newDataKey(2), aMasterKey('lost')), createdAt: NOW }, undefined);
    const kept = await dataKeys.list();
    const lost = aMasterKey('lost').fingerprint;
    await expect(rotateMasterKey(deps(both), { actor })).rejects.toThrow(
      `Cannot open data key 2: it was wrapped with the master key ${lost}, while ENCRYPTION_KEY is ${two.fingerprint}`,
    );
    expect(await dataKeys.list()).toEqual(kept);
  });

  it('opens no wrapping that was moved to another version', async () => {
    const wrapping = wrapDataKey(newDataKey(1), one);
    expect(unwrapDataKey(wrapping, { current: one }).version).toBe(1);
    expect(() => unwrapDataKey({ ...wrapping, version: 2 }, { current: one })).toThrow(unreadable);
    expect(() => unwrapDataKey({ ...wrapping, masterFingerprint: two.fingerprint }, both)).toThrow(unreadable);
  });
});

describe('checkDataKeys()', () => {
  it('finds nothing wrong with a fresh installation, keys or no keys', async () => {
    expect(await checkDataKeys({ dataKeys, masterKeys: undefined })).toEqual([]);
    expect(await checkDataKeys(deps())).toEqual([]);
  });

  it('tells of a master key that is missing or another, and of nothing while both are known', async () => {
    await fill(1);
    expect(await checkDataKeys(deps({ current: two, previous: one }))).toEqual([]);
    expect(await checkDataKeys({ dataKeys, masterKeys: undefined })).toEqual([
      'ENCRYPTION_KEY is not set, so that no exchange key which is kept can be used',
    ]);
    expect(await checkDataKeys(deps({ current: two }))).toEqual([
      expect.stringContaining(`Cannot open data key 1: it was wrapped with the master key ${one.fingerprint}`),
    ]);
  });
});

describe('rotateKeys()', () => {
  const both: MasterKeys = { current: two, previous: one };

  it.each([
    { which: true, told: ['masterKey', 'dataKey'], version: 2, fingerprint: two.fingerprint },
    { which: 'master-key', told: ['masterKey'], version: 1, fingerprint: two.fingerprint },
    { which: 'data-key', told: ['dataKey'], version: 2, fingerprint: one.fingerprint },
  ] as const)('rotates $told when asked for $which', async ({ which, told, version, fingerprint }) => {
    await fill(2);
    expect(Object.keys(await rotateKeys(deps(both), { which, actor }))).toEqual(told);
    expect(await versions(both)).toEqual([version]);
    expect((await dataKeys.list())[0]?.masterFingerprint).toBe(fingerprint);
  });

  it('says that no master key is set', async () => {
    await expect(rotateKeys(undefined, { which: true, actor })).rejects.toMatchObject({
      code: 'encryption_not_configured',
    });
  });
});
