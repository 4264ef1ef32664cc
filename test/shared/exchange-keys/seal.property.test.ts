import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Place, seal, unseal } from '../../../shared/exchange-keys/seal.ts';
import { type CredentialsPlace, openVault } from '../../../shared/exchange-keys/vault.ts';
import { hmacCredentials, memoryVault } from '../../support/exchange-keys.ts';

const unreadable = expect.objectContaining({ code: 'secret_unreadable' });
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = bytes(32).map((raw) => createSecretKey(raw));
const place = fc.array(fc.oneof(fc.string(), fc.nat()), { minLength: 1, maxLength: 5 });
const text = fc.uint8Array({ maxLength: 400 });

function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

it('seal() gives back any bytes at their place, and never the same seal twice', () => {
  fc.assert(
    fc.property(key, place, text, (sealing, at, clear) => {
      const sealed = seal(sealing, at, clear);
      expect(unseal(sealing, at, sealed).equals(clear)).toBe(true);
      expect(seal(sealing, at, clear).equals(sealed)).toBe(false);
      expect(sealed.length).toBe(29 + clear.length);
    }),
  );
});

it('unseal() refuses a seal of which any bit is another: format, nonce, tag or ciphertext', () => {
  fc.assert(
    fc.property(key, place, text, fc.nat(), fc.integer({ min: 0, max: 7 }), (sealing, at, clear, where, bit) => {
      const sealed = seal(sealing, at, clear);
      const index = where % sealed.length;
      sealed[index] = (sealed[index] ?? 0) ^ (1 << bit);
      expect(refusal(() => unseal(sealing, at, sealed))).toEqual(unreadable);
    }),
    { numRuns: 500 },
  );
});

it('unseal() refuses a seal that was cut or added to', () => {
  fc.assert(
    fc.property(key, place, text, fc.nat(), bytes(1), (sealing, at, clear, where, more) => {
      const sealed = seal(sealing, at, clear);
      expect(refusal(() => unseal(sealing, at, sealed.subarray(0, where % sealed.length)))).toEqual(unreadable);
      expect(refusal(() => unseal(sealing, at, Buffer.concat([sealed, more])))).toEqual(unreadable);
    }),
  );
});

it('unseal() refuses another place or another key', () => {
  fc.assert(
    fc.property(key, key, place, place, text, (sealing, other, at, elsewhere, clear) => {
      fc.pre(JSON.stringify(at) !== JSON.stringify(elsewhere));
      const sealed = seal(sealing, at, clear);
      expect(refusal(() => unseal(sealing, elsewhere, sealed))).toEqual(unreadable);
      if (!sealing.equals(other)) expect(refusal(() => unseal(other, at, sealed))).toEqual(unreadable);
    }),
  );
});

it.each<{ case: string; one: Place; other: Place }>([
  { case: 'a border moved', one: ['usr_1', 'acc_1'], other: ['usr_1a', 'cc_1'] },
  { case: 'a separator smuggled in', one: ['usr_1', 'acc_1'], other: ['usr_1","acc_1'] },
  { case: 'a number for a text', one: ['usr_1', 1], other: ['usr_1', '1'] },
])('unseal() tells places apart that differ by $case', ({ one, other }) => {
  const sealing = createSecretKey(Buffer.alloc(32, 7));
  const sealed = seal(sealing, one, Buffer.from('clear'));
  expect(refusal(() => unseal(sealing, other, sealed))).toEqual(unreadable);
});

const aPlace = fc.record<CredentialsPlace>({
  userId: fc.stringMatching(/^usr_[a-z0-9]{1,8}$/),
  accountId: fc.stringMatching(/^acc_[a-z0-9]{1,8}$/),
  exchange: fc.constant('binance'),
  mode: fc.constantFrom('testnet', 'live'),
});

it('a vault opens credentials for no other user, account or mode: rows that are swapped stay shut', async () => {
  const vault = memoryVault();
  await fc.assert(
    fc.asyncProperty(aPlace, aPlace, async (at, elsewhere) => {
      fc.pre(JSON.stringify(at) !== JSON.stringify(elsewhere));
      const kept = await vault.seal(at, hmacCredentials());
      expect((await vault.unseal(at, kept)).reveal()).toEqual(hmacCredentials().reveal());
      await expect(vault.unseal(elsewhere, kept)).rejects.toEqual(unreadable);
      const under = { ...kept, keyVersion: kept.keyVersion + 1 };
      await expect(vault.unseal(at, under), 'nor under another key version').rejects.toEqual(unreadable);
    }),
  );
});

it('a vault binds the key version: the same bytes under another version stay shut', async () => {
  const ring = { current: async () => ({ version: 1, key: shared }), of: async () => ({ version: 2, key: shared }) };
  const at: CredentialsPlace = { userId: 'usr_1', accountId: 'acc_1', exchange: 'binance', mode: 'live' };
  const vault = openVault(ring);
  const kept = await vault.seal(at, hmacCredentials());
  await expect(vault.unseal(at, { ...kept, keyVersion: 2 })).rejects.toEqual(unreadable);
  expect((await vault.unseal(at, kept)).reveal()).toEqual(hmacCredentials().reveal());
});

const shared = createSecretKey(Buffer.alloc(32, 9));
