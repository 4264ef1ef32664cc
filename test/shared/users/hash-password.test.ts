import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../../shared/users/hash-password.ts';

it('hashPassword() names its parameters in a PHC string and never makes the same one twice', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
});

it('verifyPassword() knows the password, however its letters were composed, and no other', async () => {
  const hash = await hashPassword('caf\u00e9');
  expect(await verifyPassword('cafe\u0301', hash)).toBe(true);
  expect(await verifyPassword('cafe', hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

it('verifyPassword() reads hashes of other strengths, so that ours can be raised', async () => {
  // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", N = 2^14, r = 8, p = 1)
  const salt = Buffer.from('SodiumChloride').toString('base64').replaceAll('=', '');
  const hash = Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  );
  const phc = `$scrypt$ln=14,r=8,p=1$${salt}$${hash.toString('base64').replaceAll('=', '')}`;
  expect(await verifyPassword('pleaseletmein', phc)).toBe(true);
});

it.each(['', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA'])(
  'verifyPassword() takes nothing for "%s"',
  async (phc) => {
    expect(await verifyPassword(phc, phc)).toBe(false);
  },
);
