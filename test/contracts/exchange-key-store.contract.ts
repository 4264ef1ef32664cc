import { beforeEach, expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/audit/audit.ts';
import type { ExchangeKey } from '../../shared/exchange-keys/exchange-key.ts';
import type { ExchangeKeyStore, KeySecret, NewExchangeKey } from '../../shared/exchange-keys/store.ts';
import { anAccount } from '../support/build-signal.ts';
import { anExchangeKey, GOOD } from '../support/exchange-keys.ts';
import { NOW } from '../support/fixed.ts';

export type ExchangeKeyStoreWorld = {
  exchangeKeys: ExchangeKeyStore;
  auditOf(userId: string): Promise<AuditEntry['action'][]>;
  /** Names of the enabled strategies on an account of usr_1. */
  trade(accountId: string, names: string[]): Promise<void>;
};

/**
 * What every store of exchange keys must do. The users usr_1 and usr_2 exist, the accounts acc_1 of usr_1, named "paper", and
 * acc_2 of usr_2, and the data keys 1, 2 and 3.
 */
export function exchangeKeyStoreContract(makeWorld: () => Promise<ExchangeKeyStoreWorld>): void {
  let world: ExchangeKeyStoreWorld;
  let audits = 0;
  const audit = (action: AuditEntry['action'], userId = 'usr_1'): AuditEntry => {
    audits += 1;
    const id = `aud_${String(audits).padStart(4, '0')}`;
    return { id, userId, actor: 'tok_1', action, subject: 'key_1', detail: {}, at: NOW };
  };
  const secret = (name: string, keyVersion = 1): KeySecret => ({
    ...{ sealed: Buffer.from(`sealed ${name}`), keyVersion, apiKeyDigest: `digest of ${name}` },
  });
  const add = (fields: Partial<ExchangeKey> = {}, more: Partial<NewExchangeKey> = {}) => {
    const key = anExchangeKey(fields);
    const added = { key, secret: secret(key.id), newAccount: undefined, uid: undefined, ...more };
    return world.exchangeKeys.add(added, audit('exchange_key.added', key.userId));
  };
  const newAccount = (id: string, name: string) =>
    anAccount({ id, name, exchange: 'binance', mode: 'live', createdAt: NOW });

  beforeEach(async () => {
    world = await makeWorld();
  });

  it('gives back what was kept, every field of it, and its secret apart', async () => {
    const permissions = { basis: 'account', canTrade: true, canWithdraw: true, spot: true, permissions: [] } as const;
    const key = anExchangeKey({ kind: 'ed25519', mode: 'testnet', permissions });
    expect(await add(key)).toBe('added');
    expect(await world.exchangeKeys.find('usr_1', 'key_1')).toEqual(key);
    expect(await world.exchangeKeys.findOfAccount('usr_1', 'acc_1')).toEqual(key);
    expect(await world.exchangeKeys.findSecret('usr_1', 'key_1')).toEqual(secret('key_1'));
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added']);
  });

  it('keeps what belongs to another user out of sight and out of reach', async () => {
    await add();
    const { exchangeKeys } = world;
    expect(await exchangeKeys.find('usr_2', 'key_1')).toBeUndefined();
    expect(await exchangeKeys.findOfAccount('usr_2', 'acc_1')).toBeUndefined();
    expect(await exchangeKeys.findSecret('usr_2', 'key_1')).toBeUndefined();
    expect((await exchangeKeys.list('usr_2', { limit: 9 })).items).toEqual([]);
    const fields = { kind: 'hmac', apiKeyHint: 'evil', permissions: GOOD, lastTestedAt: NOW } as const;
    const theirs = audit('exchange_key.replaced', 'usr_2');
    expect(
      await exchangeKeys.replace('usr_2', 'key_1', { secret: secret('evil'), fields, uid: undefined }, theirs),
    ).toBe('not_found');
    const test = { at: NOW, result: { outcome: 'passed' }, apiKeyDigest: 'digest of key_1' } as const;
    expect(await exchangeKeys.noteTest('usr_2', 'key_1', test, audit('exchange_key.tested', 'usr_2'))).toBeUndefined();
    expect(await exchangeKeys.remove('usr_2', 'key_1', theirs)).toEqual({ outcome: 'not_found' });
    expect(await exchangeKeys.findSecret('usr_1', 'key_1')).toEqual(secret('key_1'));
    expect(await world.auditOf('usr_2')).toEqual([]);
  });

  it('lists page by page, newest first', async () => {
    await add();
    await add({ id: 'key_2', accountId: 'acc_3' }, { newAccount: newAccount('acc_3', 'second') });
    const first = await world.exchangeKeys.list('usr_1', { limit: 1 });
    expect(first).toMatchObject({ items: [{ id: 'key_2' }], nextCursor: 'key_2' });
    const { items, nextCursor } = await world.exchangeKeys.list('usr_1', { limit: 1, cursor: 'key_2' });
    expect([items.map(({ id }) => id), nextCursor]).toEqual([['key_1'], undefined]);
  });

  it('gives an account one key, whoever comes second', async () => {
    const both = await Promise.all([add(), add({ id: 'key_2' })]);
    expect(both.toSorted()).toEqual(['account_has_key', 'added']);
    expect((await world.exchangeKeys.list('usr_1', { limit: 9 })).items).toHaveLength(1);
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added']);
  });

  it('takes the same API key once per user and mode, and makes no account for the second', async () => {
    await add();
    const twice = { secret: secret('key_1'), newAccount: newAccount('acc_3', 'second') };
    expect(await add({ id: 'key_2', accountId: 'acc_3' }, twice)).toBe('key_known');
    const free = { secret: secret('key_2'), newAccount: newAccount('acc_3', 'second') };
    expect(await add({ id: 'key_2', accountId: 'acc_3' }, free), 'its account was not made').toBe('added');
    const theirs = { secret: secret('key_1') };
    expect(await add({ id: 'key_3', userId: 'usr_2', accountId: 'acc_2' }, theirs)).toBe('added');
  });

  it('refuses a new account whose name is taken, and keeps no key for it', async () => {
    await add({ id: 'key_1', accountId: 'acc_3' }, { newAccount: newAccount('acc_3', 'second') });
    const taken = { newAccount: newAccount('acc_4', 'second') };
    expect(await add({ id: 'key_2', accountId: 'acc_4' }, taken)).toBe('account_name_taken');
    expect(await world.exchangeKeys.find('usr_1', 'key_2')).toBeUndefined();
  });

  it('replaces the secret and all that is told of it, and clears the key', async () => {
    await add({ status: 'refused', lastTest: { outcome: 'refused', code: 'key_rejected', reason: 'why' } });
    const at = new Date(NOW.getTime() + 1_000);
    const fields = { kind: 'ed25519', apiKeyHint: 'next', permissions: GOOD, lastTestedAt: at, label: 'new' } as const;
    const replaced = await world.exchangeKeys.replace(
      'usr_1',
      'key_1',
      { secret: secret('next', 2), fields, uid: undefined },
      audit('exchange_key.replaced'),
    );
    const expected = anExchangeKey({ ...fields, replacedAt: at });
    expect(replaced).toEqual(expected);
    expect(await world.exchangeKeys.find('usr_1', 'key_1')).toEqual(expected);
    expect(await world.exchangeKeys.findSecret('usr_1', 'key_1')).toEqual(secret('next', 2));
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added', 'exchange_key.replaced']);
  });

  it('replaces no key by one that another account has', async () => {
    await add();
    await add({ id: 'key_2', accountId: 'acc_3' }, { newAccount: newAccount('acc_3', 'second') });
    const fields = { kind: 'hmac', apiKeyHint: 'next', permissions: GOOD, lastTestedAt: NOW } as const;
    const replacement = { secret: secret('key_1'), fields, uid: undefined };
    expect(await world.exchangeKeys.replace('usr_1', 'key_2', replacement, audit('exchange_key.replaced'))).toBe(
      'key_known',
    );
    expect(await world.exchangeKeys.findSecret('usr_1', 'key_2')).toEqual(secret('key_2'));
  });

  it('binds an account to the exchange account of its first key, which outlives the key, and to no other', async () => {
    await add({ id: 'key_1', accountId: 'acc_3' }, { newAccount: newAccount('acc_3', 'second'), uid: '111' });
    const fields = { kind: 'hmac', apiKeyHint: 'next', permissions: GOOD, lastTestedAt: NOW } as const;
    const replace = (uid: string | undefined) =>
      world.exchangeKeys.replace(
        'usr_1',
        'key_1',
        { secret: secret('next'), fields, uid },
        audit('exchange_key.replaced'),
      );
    expect(await replace('222')).toEqual({ clash: 'differs', uid: '111' });
    expect(await world.exchangeKeys.findSecret('usr_1', 'key_1'), 'undone').toEqual(secret('key_1'));
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added']);
    expect(await replace('111')).toMatchObject({ id: 'key_1', apiKeyHint: 'next' });
    const fourth = { newAccount: newAccount('acc_4', 'third'), uid: '111' };
    expect(await add({ id: 'key_2', accountId: 'acc_4' }, fourth)).toEqual({ clash: 'known', accountName: 'second' });
    await world.exchangeKeys.remove('usr_1', 'key_1', audit('exchange_key.deleted'));
    expect(await add({ id: 'key_3', accountId: 'acc_3' }, { uid: '222' })).toEqual({ clash: 'differs', uid: '111' });
    expect(await add({ id: 'key_4', accountId: 'acc_3' }, { uid: '111' })).toBe('added');
    expect(await add({ id: 'key_5', userId: 'usr_2', accountId: 'acc_2' }, { uid: '111' }), 'of another user').toBe(
      'added',
    );
  });

  it('learns from a test which exchange account a key opens, where that was not known', async () => {
    await add({ id: 'key_1', accountId: 'acc_3' }, { newAccount: newAccount('acc_3', 'second') });
    const tested = { at: NOW, result: { outcome: 'passed' }, apiKeyDigest: 'digest of key_1', uid: '111' } as const;
    await world.exchangeKeys.noteTest('usr_1', 'key_1', tested, audit('exchange_key.tested'));
    const fields = { kind: 'hmac', apiKeyHint: 'next', permissions: GOOD, lastTestedAt: NOW } as const;
    const other = { secret: secret('next'), fields, uid: '222' };
    expect(await world.exchangeKeys.replace('usr_1', 'key_1', other, audit('exchange_key.replaced'))).toEqual({
      ...{ clash: 'differs', uid: '111' },
    });
  });

  it('keeps what a test found, and what it did not learn as it was', async () => {
    await add();
    const at = new Date(NOW.getTime() + 1_000);
    const apiKeyDigest = 'digest of key_1';
    const result = { outcome: 'refused', code: 'key_may_withdraw', reason: 'why' } as const;
    const permissions = { ...GOOD, canWithdraw: true };
    const refused = { at, result, apiKeyDigest, permissions, status: 'refused' } as const;
    const note = () => audit('exchange_key.tested');
    const expected = { lastTestedAt: at, lastTest: result, permissions, status: 'refused' };
    expect(await world.exchangeKeys.noteTest('usr_1', 'key_1', refused, note())).toMatchObject(expected);
    const unknown = { at, result: { outcome: 'unknown', reason: 'away' }, apiKeyDigest } as const;
    expect(await world.exchangeKeys.noteTest('usr_1', 'key_1', unknown, note())).toMatchObject({
      ...expected,
      lastTest: unknown.result,
    });
    expect(await world.auditOf('usr_1')).toHaveLength(3);
  });

  it('drops what a test found of a secret that was replaced meanwhile', async () => {
    await add();
    const stale = { at: NOW, result: { outcome: 'passed' }, apiKeyDigest: 'digest of another' } as const;
    const now = await world.exchangeKeys.noteTest('usr_1', 'key_1', stale, audit('exchange_key.tested'));
    expect(now).toEqual(anExchangeKey());
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added']);
  });

  it('removes a key without a trace of its secret, unless enabled strategies trade with it', async () => {
    await add();
    await world.trade('acc_1', ['breakout', 'momentum']);
    const remove = () => world.exchangeKeys.remove('usr_1', 'key_1', audit('exchange_key.deleted'));
    expect(await remove()).toEqual({ outcome: 'in_use', strategies: ['breakout', 'momentum'] });
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added']);
    await world.trade('acc_1', []);
    expect(await remove()).toEqual({ outcome: 'removed' });
    expect(await remove()).toEqual({ outcome: 'not_found' });
    expect(await world.exchangeKeys.findSecret('usr_1', 'key_1')).toBeUndefined();
    expect(await world.auditOf('usr_1')).toEqual(['exchange_key.added', 'exchange_key.deleted']);
    expect(await add({ id: 'key_2' }, { secret: secret('key_1') }), 'the account is free again').toBe('added');
  });

  it('seals anew in batches what is older, of every user, and tells where it is', async () => {
    await add();
    await add({ id: 'key_2', userId: 'usr_2', accountId: 'acc_2' });
    const newer = { newAccount: newAccount('acc_3', 'second'), secret: secret('key_3', 2) };
    await add({ id: 'key_3', accountId: 'acc_3' }, newer);
    expect(await world.exchangeKeys.countOlder(2)).toBe(2);
    const seen: unknown[] = [];
    const reseal = (afterId: string) =>
      world.exchangeKeys.reseal({ version: 2, afterId, limit: 1 }, async ({ id, place, sealed, keyVersion }) => {
        seen.push([id, place.userId, place.accountId, place.mode, Buffer.from(sealed).toString(), keyVersion]);
        return { sealed: Buffer.from(`new ${id}`), keyVersion: 2 };
      });
    expect(await reseal('')).toEqual({ resealed: 1, failed: [], lastId: 'key_1' });
    expect(await world.exchangeKeys.countOlder(2)).toBe(1);
    expect(await reseal('key_1')).toEqual({ resealed: 1, failed: [], lastId: 'key_2' });
    expect(await reseal('key_2')).toEqual({ resealed: 0, failed: [] });
    expect(seen).toEqual([
      ['key_1', 'usr_1', 'acc_1', 'live', 'sealed key_1', 1],
      ['key_2', 'usr_2', 'acc_2', 'live', 'sealed key_2', 1],
    ]);
    const kept = await world.exchangeKeys.findSecret('usr_2', 'key_2');
    expect(kept).toEqual({ ...secret('key_2', 2), sealed: Buffer.from('new key_2') });
  });
}
