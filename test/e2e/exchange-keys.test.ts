import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROUTES } from '../../functions/api/route-table.ts';
import { pgDataKeyStore } from '../../shared/exchange-keys/data-key-store.pg.ts';
import { openCredentials } from '../../shared/exchange-keys/open-credentials.ts';
import { pgExchangeKeyStore } from '../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../shared/exchange-keys/vault.pg.ts';
import type { HttpEvent, HttpReply } from '../../shared/http/event.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { ownerDeps } from '../../shared/users/make-owner.pg.ts';
import { type FirstRun, makeOwner } from '../../shared/users/make-owner.ts';
import { type FakeBinance, startFakeBinance } from '../support/binance/fake-binance.ts';
import { checkReply } from '../support/check-reply.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { aMasterKey, ed25519Pair, hexKey } from '../support/exchange-keys.ts';
import { fixedClock, fixedIds } from '../support/fixed.ts';
import { type EventOptions, httpEvent } from '../support/http-event.ts';

type Key = { id: string; accountId: string } & Record<string, unknown>;

const GOOD = { apiKey: `${'g'.repeat(60)}Good`, secret: 'GoodSecret'.repeat(6) };
const NEXT = { apiKey: `${'n'.repeat(60)}Next`, secret: 'NextSecret'.repeat(6) };
const ELSEWHERE = { apiKey: `${'l'.repeat(60)}Else`, secret: 'ElseSecret'.repeat(6) };
const THIEF = { apiKey: `${'w'.repeat(60)}Draw`, secret: 'DrawSecret'.repeat(6) };
const READER = { apiKey: `${'r'.repeat(60)}Read`, secret: 'ReadSecret'.repeat(6) };
const TRIAL = { apiKey: `${'t'.repeat(60)}Test`, secret: 'TestSecret'.repeat(6) };
const pair = ed25519Pair();
const MODERN = { apiKey: `${'m'.repeat(60)}Edwa`, privateKeyPem: pair.privateKeyPem };
const CLEAR = [GOOD, NEXT, ELSEWHERE, THIEF, READER, TRIAL].flatMap(({ apiKey, secret }) => [apiKey, secret]);

let database: TestDatabase;
let owner: FirstRun;
let live: FakeBinance;
let testnet: FakeBinance;
let api: (event: HttpEvent) => Promise<HttpReply>;
const logged: string[] = [];

beforeAll(async () => {
  database = await testDatabase('exchange_keys');
  live = await startFakeBinance({ network: 'live' });
  testnet = await startFakeBinance({ network: 'testnet' });
  for (const account of [GOOD, NEXT]) live.addAccount({ ...account, allowedIps: ['127.0.0.1'], uid: 111 });
  live.addAccount({ ...ELSEWHERE, uid: 222 });
  live.addAccount({ ...THIEF, permissions: { enableWithdrawals: true } });
  live.addAccount({ ...READER, permissions: { enableSpotAndMarginTrading: false, enableFutures: false } });
  live.addAccount({ apiKey: MODERN.apiKey, publicKeyPem: pair.publicKeyPem });
  testnet.addAccount({ ...TRIAL, permissions: { enableWithdrawals: true } });
  process.env.DATABASE_URL = database.url;
  process.env.DOORBELL_URL = 'http://127.0.0.1:9/none';
  process.env.LOG_LEVEL = 'DEBUG';
  process.env.ENCRYPTION_KEY = hexKey();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  const made = await makeOwner(ownerDeps(database.pool), { baseUrl: 'http://localhost:8001' });
  if (made === null) throw new Error('The database of this test is not empty');
  owner = made;
  api = await apiOver(live);
});

afterAll(async () => {
  vi.restoreAllMocks();
  await Promise.all([live.close(), testnet.close()]);
  await database.close();
});

/** One set of addresses serves all modes, so each network gets a door of its own. */
async function apiOver(fake: FakeBinance): Promise<typeof api> {
  process.env.BINANCE_SPOT_URL = fake.urls.spot;
  vi.resetModules();
  const { handler } = await import('../../functions/api/handler.ts');
  return handler;
}

async function call(method: string, path: string, options: EventOptions = {}) {
  const reply = await api(httpEvent(method, `/api/v1${path}`, { token: owner.apiToken, ...options }));
  checkReply(ROUTES, method, `/api/v1${path}`, reply);
  for (const clear of CLEAR) expect(reply.body, `${method} ${path} tells no secret`).not.toContain(clear);
  return { status: reply.statusCode, headers: reply.headers, body: JSON.parse(reply.body) };
}

const add = (fields: Record<string, unknown>) =>
  call('POST', '/exchange-keys', { body: { exchange: 'binance', mode: 'live', label: 'mine', ...fields } });

async function added(fields: Record<string, unknown>): Promise<Key> {
  const { status, body } = await add(fields);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

const sizing = { type: 'quote', value: '50' };

describe('exchange keys, over the real wiring', () => {
  it('are kept with what the exchange says of them, and never told again', async () => {
    const { status, headers, body } = await add(GOOD);
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/exchange-keys/${body.id}`);
    expect(body).toMatchObject({
      ...{ exchange: 'binance', mode: 'live', label: 'mine', kind: 'hmac', apiKeyHint: 'Good', status: 'active' },
      permissions: {
        basis: 'key',
        canTrade: true,
        canWithdraw: false,
        isIpRestricted: true,
        spot: true,
        futures: true,
      },
      warnings: [],
      lastTest: { outcome: 'passed' },
    });
    expect((await call('GET', `/exchange-keys/${body.id}`)).body).toEqual(body);
    expect((await call('GET', '/exchange-keys')).body).toEqual({ items: [body], nextCursor: null });
    const { body: accounts } = await call('GET', '/accounts');
    expect(accounts.items[0]).toMatchObject({ id: body.accountId, exchange: 'binance', mode: 'live', name: 'mine' });
    const { body: audit } = await call('GET', '/audit', { query: { limit: '1' } });
    expect(audit.items[0]).toMatchObject({ action: 'exchange_key.added', subject: body.id });
  });

  it.each([
    { case: 'may withdraw', given: THIEF, status: 422, code: 'key_may_withdraw' },
    { case: 'may not trade', given: READER, status: 422, code: 'key_may_not_trade' },
    {
      case: 'the exchange does not know',
      given: { ...GOOD, apiKey: 'x'.repeat(64) },
      status: 422,
      code: 'key_rejected',
    },
    { case: 'has another secret', given: { ...GOOD, secret: 'w'.repeat(64) }, status: 422, code: 'key_rejected' },
    { case: 'is kept already', given: { ...GOOD, label: 'again' }, status: 409, code: 'key_known' },
    { case: 'is for an account that has one', given: NEXT, status: 409, code: 'account_has_key' },
    { case: 'comes without a secret', given: { apiKey: GOOD.apiKey }, status: 400, code: 'bad_request' },
    { case: 'is for paper', given: { ...NEXT, mode: 'paper' }, status: 400, code: 'bad_request' },
  ])('are refused when the key $case, and leave nothing', async ({ given, status, code }) => {
    const label = 'label' in given || code === 'account_has_key' ? {} : { label: 'refused' };
    expect(await add({ ...label, ...given })).toMatchObject({ status, body: { code } });
    expect((await call('GET', '/exchange-keys')).body.items).toHaveLength(1);
    expect((await call('GET', '/accounts')).body.items).toHaveLength(2);
  });

  it('of the testnet are taken as they come, and that is said', async () => {
    api = await apiOver(testnet);
    const body = await added({ ...TRIAL, mode: 'testnet', label: 'trial' });
    api = await apiOver(live);
    expect(body).toMatchObject({
      permissions: { basis: 'account', canWithdraw: true },
      warnings: [
        { code: 'permissions_not_told', message: expect.stringContaining('was therefore not held against it') },
      ],
    });
  });

  it('may have the exchange cancel what rests on their account when we are away', async () => {
    const { body: accounts } = await call('GET', '/accounts');
    const { id } = accounts.items.find(({ name }: { name: string }) => name === 'trial');
    expect(accounts.items[0]).not.toHaveProperty('cancelOrdersAfterSeconds');
    const set = await call('PATCH', `/accounts/${id}`, { body: { cancelOrdersAfterSeconds: 120 } });
    expect(set).toMatchObject({ status: 200, body: { id, cancelOrdersAfterSeconds: 120 } });
    const { body: audit } = await call('GET', '/audit', { query: { limit: '1' } });
    expect(audit.items[0]).toMatchObject({
      ...{ action: 'account.updated', subject: id, detail: { cancelOrdersAfterSeconds: 120 } },
    });
    const unset = await call('PATCH', `/accounts/${id}`, { body: { cancelOrdersAfterSeconds: null } });
    expect(unset.status).toBe(200);
    expect(unset.body).not.toHaveProperty('cancelOrdersAfterSeconds');
    const figures = await call('PATCH', `/accounts/${id}`, { body: { paper: { leverage: '2' } } });
    expect(figures).toMatchObject({ status: 409, body: { code: 'not_paper' } });
  });

  it('of the Ed25519 kind work too, and a live one without an IP restriction is warned of', async () => {
    const body = await added({ ...MODERN, label: 'modern' });
    expect(body).toMatchObject({ kind: 'ed25519', apiKeyHint: 'Edwa', warnings: [{ code: 'not_ip_restricted' }] });
  });

  it('let a strategy trade live when that is written out, and cannot be deleted under it', async () => {
    const { body: list } = await call('GET', '/exchange-keys');
    const key: Key = list.items.find((one: Key) => one.label === 'mine');
    const made = await call('POST', '/strategies', { body: { name: 'momentum', sizing } });
    expect(made.body.mode, 'paper unless told otherwise').toBe('paper');
    const path = `/strategies/${made.body.id}`;
    const unnamed = await call('PATCH', path, { body: { mode: 'live' } });
    expect(unnamed, 'there are two live accounts').toMatchObject({ status: 400, body: { code: 'account_not_named' } });
    const moved = await call('PATCH', path, { body: { mode: 'live', accountId: key.accountId } });
    expect(moved).toMatchObject({ status: 200, body: { mode: 'live', accountId: key.accountId } });
    const { body: audit } = await call('GET', '/audit', { query: { limit: '1' } });
    expect(audit.items[0]).toMatchObject({
      action: 'strategy.updated',
      detail: { mode: 'live', accountId: key.accountId, before: { mode: 'paper' } },
    });
    const refused = await call('DELETE', `/exchange-keys/${key.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'key_in_use' } });
    expect(refused.body.detail).toContain('"momentum"');
    expect((await call('POST', `${path}/disable`)).status).toBe(200);
    expect((await call('DELETE', `/exchange-keys/${key.id}`)).body).toEqual({ id: key.id, status: 'deleted' });
    expect((await call('GET', `/exchange-keys/${key.id}`)).status).toBe(404);
    expect(await call('POST', `${path}/enable`)).toMatchObject({ status: 409, body: { code: 'key_missing' } });
    const another = { name: 'second', mode: 'live', accountId: key.accountId, sizing };
    expect(await call('POST', '/strategies', { body: another })).toMatchObject({
      status: 409,
      body: { code: 'key_missing' },
    });
    const again = await added({ ...GOOD, label: 'mine' });
    expect(again.accountId, 'the account of that name waits for its key').toBe(key.accountId);
    expect((await call('POST', `${path}/enable`)).status).toBe(200);
  });

  it('can be replaced: the new one is opened from then on, and the one before is gone', async () => {
    const { body: list } = await call('GET', '/exchange-keys');
    const key: Key = list.items.find((one: Key) => one.label === 'mine');
    const row = async () =>
      (await database.pool.query('select sealed from exchange_keys where id = $1', [key.id])).rows[0]?.sealed;
    const before = await row();
    expect(await call('PUT', `/exchange-keys/${key.id}`, { body: THIEF })).toMatchObject({ status: 422 });
    expect(await row(), 'what is refused changes nothing').toEqual(before);
    const foreign = await call('PUT', `/exchange-keys/${key.id}`, { body: ELSEWHERE });
    expect(foreign, 'whose orders and positions are not those').toMatchObject({
      status: 409,
      body: { code: 'wallet_differs', detail: expect.stringMatching(/account 222 .* account 111/) },
    });
    const twice = await add({ ...NEXT, label: 'twin' });
    expect(twice, 'two sets of books').toMatchObject({ status: 409, body: { code: 'wallet_known' } });
    expect(await row()).toEqual(before);
    const replaced = await call('PUT', `/exchange-keys/${key.id}`, { body: NEXT });
    expect(replaced).toMatchObject({ status: 200, body: { id: key.id, apiKeyHint: 'Next', accountId: key.accountId } });
    expect(replaced.body.replacedAt).toBeDefined();
    expect(await row()).not.toEqual(before);
    const floor = { now: fixedClock(), newId: fixedIds() };
    const vault = pgVault(database.pool, { current: aMasterKey() }, floor);
    const { rows } = await database.pool.query<{ user_id: string }>('select user_id from accounts limit 1');
    const account = {
      userId: rows[0]?.user_id ?? '',
      id: key.accountId,
      name: 'mine',
      exchange: 'binance',
      mode: 'live',
    };
    const opened = await openCredentials(
      { exchangeKeys: pgExchangeKeyStore(database.pool), vault },
      { ...account, exchange: 'binance', mode: 'live' },
    );
    expect(opened.reveal()).toEqual(NEXT);
  });

  it('are tested anew, and the outcome is kept', async () => {
    const { body: list } = await call('GET', '/exchange-keys');
    const key: Key = list.items.find((one: Key) => one.label === 'mine');
    live.addAccount({ ...NEXT, uid: 111, allowedIps: ['127.0.0.1'], permissions: { enableWithdrawals: true } });
    const tested = await call('POST', `/exchange-keys/${key.id}/test`);
    expect(tested).toMatchObject({
      status: 200,
      body: { status: 'refused', lastTest: { outcome: 'refused', code: 'key_may_withdraw' } },
    });
    const { body } = await call('GET', `/exchange-keys/${key.id}`);
    expect(body).toEqual(tested.body);
    live.addAccount({ ...NEXT, uid: 111, allowedIps: ['127.0.0.1'] });
    expect((await call('POST', `/exchange-keys/${key.id}/test`)).body).toMatchObject({ status: 'active' });
  });

  it('of one user are nothing to another', async () => {
    const { body: list } = await call('GET', '/exchange-keys');
    const [key] = list.items;
    await database.pool.query(
      `insert into users (id, email, password_hash, role, created_at) values ('usr_x', 'x@localhost', '', 'member', now())`,
    );
    await database.pool.query(
      `insert into api_tokens (id, user_id, name, digest, hint, created_at) values ('tok_x', 'usr_x', 'x', $1, 'xxxx', now())`,
      [digestToken('tbt_stranger')],
    );
    const token = 'tbt_stranger';
    const path = `/exchange-keys/${key.id}`;
    expect((await call('GET', '/exchange-keys', { token })).body.items).toEqual([]);
    expect((await call('GET', path, { token })).status).toBe(404);
    expect((await call('PUT', path, { token, body: NEXT })).status).toBe(404);
    expect((await call('POST', `${path}/test`, { token })).status).toBe(404);
    expect((await call('DELETE', path, { token })).status).toBe(404);
    const body = { exchange: 'binance', mode: 'live', label: 'theirs', accountId: key.accountId, ...GOOD };
    expect(await call('POST', '/exchange-keys', { token, body })).toMatchObject({ body: { code: 'account_unknown' } });
    expect((await call('GET', path)).body).toEqual(key);
  });

  it('stand in no row, log line or error in the clear', async () => {
    const broken = await api(
      httpEvent('POST', '/api/v1/exchange-keys', { token: owner.apiToken, body: `{"secret":"${GOOD.secret}"x` }),
    );
    expect(broken.statusCode).toBe(400);
    const { body: list } = await call('GET', '/exchange-keys');
    const { id } = list.items[0];
    const sealed = 'set_byte(sealed, 20, get_byte(sealed, 20) # 1)';
    await database.pool.query(`update exchange_keys set sealed = ${sealed} where id = $1`, [id]);
    const shut = await call('POST', `/exchange-keys/${id}/test`);
    expect(shut, 'a row that was tampered with is not opened').toMatchObject({
      status: 500,
      body: { code: 'internal' },
    });
    expect(logged.join(''), 'and that is logged').toContain('secret_unreadable');
    const { rows: tables } = await database.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const rows = await Promise.all(tables.map(({ name }) => database.pool.query(`select t::text from ${name} t`)));
    const everything = [JSON.stringify(rows.map((one) => one.rows)), logged.join('\n'), broken.body].join('\n');
    expect(everything).toContain('exchange_key.added');
    const hex = CLEAR.map((clear) => Buffer.from(clear).toString('hex'));
    for (const clear of [...CLEAR, ...hex, 'PRIVATE KEY']) expect(everything).not.toContain(clear);
    const [dataKey] = await pgDataKeyStore(database.pool, { newId: fixedIds() }).list();
    expect(dataKey, 'the data key is kept under the master key').toMatchObject({
      masterFingerprint: aMasterKey().fingerprint,
    });
  });
});
