import { expect, it } from 'vitest';
import { readPaperSettings } from '../../../shared/exchanges/paper/paper-settings.ts';
import { digestToken, secretMaker } from '../../../shared/ids/secret-token.ts';
import { print, zero } from '../../../shared/money/decimal.ts';
import { verifyPassword } from '../../../shared/users/hash-password.ts';
import { makeOwner } from '../../../shared/users/make-owner.ts';
import { memoryOwnerStore } from '../../../shared/users/owner.memory.ts';
import { fixedClock, fixedIds } from '../../support/fixed.ts';

const deps = () => ({ owners: memoryOwnerStore(), now: fixedClock(), newId: fixedIds(), newSecret: secretMaker() });

it('makeOwner() makes an owner, a token, a paper account and the strategy demo, and tells each secret once', async () => {
  const given = deps();
  const first = await makeOwner(given, { baseUrl: 'http://localhost:8001' });
  const kept = given.owners.owners[0];
  if (first === null || kept === undefined) throw new Error('Nothing was made');
  const hookToken = first.webhookUrl.replace('http://localhost:8001/api/v1/webhook/', '');
  expect(first.apiToken).toMatch(/^tbt_[\w-]{43}$/);
  expect(hookToken).toMatch(/^hk_[\w-]{43}$/);
  expect(kept.user).toMatchObject({ email: 'owner@localhost', role: 'owner' });
  expect(await verifyPassword(first.password, kept.passwordHash)).toBe(true);
  expect(kept.apiTokenDigest).toBe(digestToken(first.apiToken));
  expect(kept.hookTokenDigest).toBe(digestToken(hookToken));
  expect(kept.strategy).toMatchObject({
    name: 'demo',
    mode: 'paper',
    sideRule: 'both',
    hookTokenHint: hookToken.slice(-4),
  });
  const { startingBalances } = readPaperSettings(kept.account.settings);
  expect(`${print(startingBalances.spot.USDT ?? zero)} ${print(startingBalances.usdm.USDT ?? zero)}`).toBe(
    '10000 10000',
  );
  const stored = JSON.stringify(kept);
  for (const secret of [first.password, first.apiToken, hookToken]) expect(stored).not.toContain(secret);
});

it('makeOwner() makes nothing where there is a user already', async () => {
  const given = deps();
  await makeOwner(given, { baseUrl: 'http://localhost:8001' });
  expect(await makeOwner(given, { baseUrl: 'http://localhost:8001' })).toBeNull();
  expect(given.owners.owners).toHaveLength(1);
});

it('makeOwner() gives way to an owner who came between looking and keeping', async () => {
  const owners = { anyUser: async () => false, add: async () => false };
  expect(await makeOwner({ ...deps(), owners }, { baseUrl: 'http://localhost:8001' })).toBeNull();
});
