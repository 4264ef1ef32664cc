import { beforeEach, describe, expect, it } from 'vitest';
import { memoryAccountStore } from '../../../shared/accounts/store.memory.ts';
import { type AddKey, addKey } from '../../../shared/exchange-keys/add-key.ts';
import { Concealed } from '../../../shared/exchange-keys/concealed.ts';
import { deleteKey } from '../../../shared/exchange-keys/delete-key.ts';
import type { ExchangeKey, KeyPermissions } from '../../../shared/exchange-keys/exchange-key.ts';
import { hasActiveKey } from '../../../shared/exchange-keys/has-active-key.ts';
import { type MemoryKeyInspector, memoryKeyInspector } from '../../../shared/exchange-keys/inspect-key.memory.ts';
import { openCredentials } from '../../../shared/exchange-keys/open-credentials.ts';
import { replaceKey } from '../../../shared/exchange-keys/replace-key.ts';
import { type MemoryExchangeKeyStore, memoryExchangeKeyStore } from '../../../shared/exchange-keys/store.memory.ts';
import { testKey } from '../../../shared/exchange-keys/test-key.ts';
import { missingVault, type Vault } from '../../../shared/exchange-keys/vault.ts';
import { anAccount } from '../../support/build-signal.ts';
import { API_KEY, GOOD, hmacCredentials, memoryVault, SECRET } from '../../support/exchange-keys.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const who = { userId: 'usr_1', actor: 'tok_1' };
const binance = anAccount({ id: 'acc_9', exchange: 'binance', mode: 'live', name: 'kept' });
const paper = anAccount();
const others = anAccount({ id: 'acc_8', userId: 'usr_2', exchange: 'binance', mode: 'live', name: 'theirs' });
const OTHER = { apiKey: `${'b'.repeat(60)}Next`, secret: SECRET };

let exchangeKeys: MemoryExchangeKeyStore;
let keyInspector: MemoryKeyInspector;
let vault: Vault;
const now = fixedClock();
const newId = fixedIds();
const deps = () => ({
  ...{ exchangeKeys, keyInspector, vault, now, newId },
  accounts: memoryAccountStore([paper, binance, others, ...exchangeKeys.accounts]),
});
const asked = (fields: Partial<AddKey> = {}): AddKey => ({
  ...{ ...who, exchange: 'binance', mode: 'live', label: 'mine', credentials: hmacCredentials() },
  ...fields,
});
const tells = (permissions: Partial<KeyPermissions>, mode: 'live' | 'testnet' = 'live') =>
  keyInspector.knows(hmacCredentials().reveal(), mode, { ...GOOD, ...permissions });

async function added(fields: Partial<AddKey> = {}): Promise<ExchangeKey> {
  const result = await addKey(deps(), asked(fields));
  if (result.outcome !== 'added') throw new Error(result.reason);
  return result.key;
}

beforeEach(() => {
  exchangeKeys = memoryExchangeKeyStore();
  keyInspector = memoryKeyInspector();
  vault = memoryVault();
  tells({});
  keyInspector.knows(OTHER, 'live', GOOD);
});

describe('addKey()', () => {
  it('keeps a key that may trade, sealed, with an account of its own and an audit entry', async () => {
    const key = await added();
    expect(key).toMatchObject({ status: 'active', kind: 'hmac', apiKeyHint: 'Hint', lastTest: { outcome: 'passed' } });
    expect(exchangeKeys.accounts).toMatchObject([
      { id: key.accountId, userId: 'usr_1', exchange: 'binance', mode: 'live', name: 'mine' },
    ]);
    expect(exchangeKeys.audit).toMatchObject([{ action: 'exchange_key.added', actor: 'tok_1', subject: key.id }]);
    const everything = JSON.stringify([...exchangeKeys.kept.values(), exchangeKeys.audit, exchangeKeys.accounts]);
    for (const clear of [SECRET, API_KEY]) expect(everything).not.toContain(clear);
  });

  it.each([
    { case: 'may withdraw', permissions: { canWithdraw: true }, code: 'key_may_withdraw' },
    {
      case: 'may withdraw and not trade',
      permissions: { canWithdraw: true, canTrade: false },
      code: 'key_may_withdraw',
    },
    { case: 'may not trade', permissions: { canTrade: false }, code: 'key_may_not_trade' },
  ])('refuses a key that $case, and keeps nothing', async ({ permissions, code }) => {
    tells(permissions);
    expect(await addKey(deps(), asked())).toMatchObject({ outcome: 'refused', code });
    expect([exchangeKeys.kept.size, exchangeKeys.accounts.length, exchangeKeys.audit.length]).toEqual([0, 0, 0]);
  });

  it('takes a key of the testnet, whose account claims that everything is allowed', async () => {
    tells({ basis: 'account', canWithdraw: true }, 'testnet');
    expect(await added({ mode: 'testnet' })).toMatchObject({ mode: 'testnet', status: 'active' });
  });

  it('refuses a key that the exchange rejects, and one that nobody could be asked about', async () => {
    expect(await addKey(deps(), asked({ credentials: hmacCredentials(API_KEY, 'w'.repeat(64)) }))).toMatchObject({
      code: 'key_rejected',
    });
    keyInspector.goAway(true);
    expect(await addKey(deps(), asked())).toMatchObject({ code: 'exchange_not_asked' });
    expect(exchangeKeys.kept.size).toBe(0);
  });

  it.each([
    { case: 'somebody else’s account', fields: { accountId: 'acc_8' }, code: 'account_unknown' },
    { case: 'a paper account', fields: { accountId: 'acc_1' }, code: 'account_differs' },
    { case: 'an account of another mode', fields: { accountId: 'acc_9', mode: 'testnet' }, code: 'account_differs' },
    { case: 'the name of another account', fields: { label: 'paper' }, code: 'account_name_taken' },
  ] as const)('refuses $case', async ({ fields, code }) => {
    tells({}, 'testnet');
    expect(await addKey(deps(), asked(fields))).toMatchObject({ outcome: 'refused', code });
  });

  it('takes an account that has no key, by id or by name, and none that has one', async () => {
    const key = await added({ accountId: 'acc_9' });
    expect(key).toMatchObject({ accountId: 'acc_9', label: 'mine' });
    expect(exchangeKeys.accounts).toEqual([]);
    const again = asked({ label: 'kept', credentials: new Concealed(OTHER) });
    expect(await addKey(deps(), again)).toMatchObject({ code: 'account_has_key' });
    await deleteKey(deps(), { ...who, id: key.id });
    expect(await added({ label: 'kept', credentials: new Concealed(OTHER) })).toMatchObject({ accountId: 'acc_9' });
  });

  it('refuses the same API key under a second account', async () => {
    await added();
    expect(await addKey(deps(), asked({ label: 'twice' }))).toMatchObject({ code: 'key_known' });
  });

  it('asks nobody when there is no master key', async () => {
    vault = missingVault();
    keyInspector.goAway(true);
    await expect(addKey(deps(), asked())).rejects.toMatchObject({ code: 'encryption_not_configured' });
  });
});

describe('replaceKey()', () => {
  it('leaves nothing of the key before', async () => {
    const { id, accountId } = await added();
    const before = exchangeKeys.kept.get(id)?.secret;
    now.advance(1_000);
    const replaced = await replaceKey(deps(), { ...who, id, credentials: new Concealed(OTHER) });
    expect(replaced).toMatchObject({ outcome: 'replaced', key: { id, accountId, apiKeyHint: 'Next', label: 'mine' } });
    expect(exchangeKeys.kept.get(id)?.secret).not.toEqual(before);
    const opened = await openCredentials(deps(), { ...binance, id: accountId });
    expect(opened.reveal()).toEqual(OTHER);
    expect(exchangeKeys.audit.at(-1)).toMatchObject({
      action: 'exchange_key.replaced',
      detail: { before: 'Hint', apiKeyHint: 'Next' },
    });
  });

  it('changes nothing for a key that would be refused, for a stranger, or when the exchange is away', async () => {
    const { id } = await added();
    const kept = JSON.stringify(exchangeKeys.kept.get(id));
    keyInspector.knows(OTHER, 'live', { ...GOOD, canWithdraw: true });
    const replace = (userId: string) => replaceKey(deps(), { ...who, userId, id, credentials: new Concealed(OTHER) });
    expect(await replace('usr_1')).toMatchObject({ code: 'key_may_withdraw' });
    expect(await replace('usr_2')).toEqual({ outcome: 'not_found' });
    keyInspector.goAway(true);
    expect(await replace('usr_1')).toMatchObject({ code: 'exchange_not_asked' });
    expect(JSON.stringify(exchangeKeys.kept.get(id))).toBe(kept);
    expect(exchangeKeys.audit).toHaveLength(1);
  });
});

describe('testKey()', () => {
  it('refuses a key that may withdraw since, and clears it when that is undone', async () => {
    const { id, accountId } = await added();
    const active = () => hasActiveKey({ exchangeKeys }, { userId: 'usr_1', accountId, mode: 'live' });
    expect(await active()).toBe(true);
    tells({ canWithdraw: true });
    now.advance(60_000);
    expect(await testKey(deps(), { ...who, id })).toMatchObject({
      status: 'refused',
      permissions: { canWithdraw: true },
      lastTest: { outcome: 'refused', code: 'key_may_withdraw' },
      lastTestedAt: now(),
    });
    expect(await active()).toBe(false);
    expect((await openCredentials(deps(), { ...binance, id: accountId })).reveal(), 'to close with').toBeDefined();
    tells({});
    expect(await testKey(deps(), { ...who, id })).toMatchObject({ status: 'active', lastTest: { outcome: 'passed' } });
    expect(exchangeKeys.audit.map(({ action }) => action).slice(1)).toEqual(Array(2).fill('exchange_key.tested'));
  });

  it('neither clears nor condemns a key while the exchange is away', async () => {
    const { id } = await added();
    keyInspector.goAway(true);
    expect(await testKey(deps(), { ...who, id })).toMatchObject({ status: 'active', lastTest: { outcome: 'unknown' } });
    keyInspector.goAway(false);
    tells({ canTrade: false });
    await testKey(deps(), { ...who, id });
    keyInspector.goAway(true);
    expect(await testKey(deps(), { ...who, id })).toMatchObject({
      status: 'refused',
      lastTest: { outcome: 'unknown' },
    });
  });

  it('knows no key of somebody else', async () => {
    const { id } = await added();
    expect(await testKey(deps(), { ...who, userId: 'usr_2', id })).toBeUndefined();
  });
});

describe('deleteKey()', () => {
  it('refuses, with their names, while enabled strategies trade on the account', async () => {
    const { id, accountId } = await added();
    exchangeKeys.strategies.set(accountId, ['breakout', 'momentum']);
    const refused = await deleteKey(deps(), { ...who, id });
    expect(refused).toEqual({ outcome: 'in_use', strategies: ['breakout', 'momentum'] });
    exchangeKeys.strategies.clear();
    expect(await deleteKey(deps(), { ...who, userId: 'usr_2', id })).toEqual({ outcome: 'not_found' });
    expect(await deleteKey(deps(), { ...who, id })).toEqual({ outcome: 'removed' });
    expect(exchangeKeys.kept.size).toBe(0);
    expect(exchangeKeys.audit.at(-1)).toMatchObject({ action: 'exchange_key.deleted', subject: id, at: now() });
  });
});

describe('openCredentials()', () => {
  it.each([
    { case: 'an account without a key', account: paper },
    { case: 'somebody else’s account', account: { ...binance, userId: 'usr_2' } },
    { case: 'an account whose mode was changed', account: { ...binance, mode: 'testnet' as const } },
  ])('gives nothing for $case', async ({ account }) => {
    await added({ accountId: 'acc_9' });
    await expect(openCredentials(deps(), account)).rejects.toMatchObject({
      code: 'exchange_unavailable',
      retryable: false,
    });
    expect((await openCredentials(deps(), binance)).reveal()).toEqual({ apiKey: API_KEY, secret: SECRET });
  });

  it('gives nothing from a row that was moved to another account', async () => {
    const { id } = await added({ accountId: 'acc_9' });
    const row = exchangeKeys.kept.get(id);
    if (row !== undefined) row.key = { ...row.key, accountId: 'acc_7', createdAt: NOW };
    await expect(openCredentials(deps(), { ...binance, id: 'acc_7' })).rejects.toMatchObject({
      code: 'secret_unreadable',
    });
  });
});
