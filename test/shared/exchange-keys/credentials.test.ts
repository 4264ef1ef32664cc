import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Concealed } from '../../../shared/exchange-keys/concealed.ts';
import {
  concealCredentials,
  credentialFields,
  marksOf,
  readCredentials,
  writeCredentials,
} from '../../../shared/exchange-keys/credentials.ts';
import { API_KEY, ed25519Pair, hmacCredentials, SECRET } from '../../support/exchange-keys.ts';

const schema = z.strictObject({ label: z.string(), ...credentialFields }).transform(concealCredentials);
const { privateKeyPem, publicKeyPem } = ed25519Pair();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

describe('the fields of a request', () => {
  it('come out concealed, with what is pasted around them taken away', () => {
    const parsed = schema.parse({ label: 'mine', apiKey: ` ${API_KEY}\n`, secret: ` ${SECRET}\n` });
    expect(Object.keys(parsed)).toEqual(['label', 'credentials']);
    expect(parsed.credentials.reveal()).toEqual({ apiKey: API_KEY, secret: SECRET });
    expect(JSON.stringify(parsed)).toBe('{"label":"mine","credentials":"[secret]"}');
  });

  it('take an Ed25519 key in any layout that Node reads', () => {
    const parsed = schema.parse({ label: 'mine', apiKey: API_KEY, privateKeyPem: `\n${privateKeyPem.trim()}\n\n` });
    expect(parsed.credentials.reveal()).toEqual({ apiKey: API_KEY, privateKeyPem });
  });

  it.each([
    { case: 'no secret at all', given: {}, why: 'takes either' },
    { case: 'both kinds', given: { secret: SECRET, privateKeyPem }, why: 'takes either' },
    { case: 'the public half', given: { privateKeyPem: publicKeyPem }, why: 'must be an Ed25519 private key' },
    { case: 'an RSA key', given: { privateKeyPem: String(rsa) }, why: 'must be an Ed25519 private key' },
    { case: 'a secret with a space', given: { secret: `${SECRET} ${SECRET}` }, why: 'must be the secret' },
    { case: 'an API key of another kind', given: { apiKey: 'key-1', secret: SECRET }, why: 'must be an API key' },
  ])('refuse $case by name, and repeat nothing of it', ({ given, why }) => {
    const parsed = schema.safeParse({ label: 'mine', apiKey: API_KEY, ...given });
    expect(parsed.success).toBe(false);
    const told = JSON.stringify(parsed.error?.issues);
    expect(told).toContain(why);
    for (const value of Object.values(given)) expect(told).not.toContain(value.slice(0, 20));
  });
});

describe('Concealed', () => {
  const concealed = hmacCredentials();

  it.each([
    { case: 'text', print: () => String(concealed) },
    { case: 'a template', print: () => `${concealed}` },
    { case: 'an element', print: () => [concealed].join() },
    { case: 'JSON', print: () => JSON.parse(JSON.stringify(concealed)) as string },
    { case: 'inspect', print: () => inspect(concealed, { showHidden: true, depth: 9 }) },
  ])('prints [secret] as $case', ({ print }) => {
    expect(print()).toBe('[secret]');
  });

  it('gives nothing to what copies, lists or clones it', () => {
    const copies = [{ ...concealed }, Object.entries(concealed), structuredClone({ concealed })];
    expect(JSON.stringify(copies)).not.toContain(SECRET);
    expect(inspect(copies, { showHidden: true, depth: 9 })).not.toContain(SECRET);
    expect(Object.getOwnPropertyNames(concealed)).toEqual([]);
  });

  it('gives out what it holds when asked by name', () => {
    expect(new Concealed('clear').reveal()).toBe('clear');
  });
});

it('writeCredentials() and readCredentials() keep either kind', () => {
  for (const credentials of [hmacCredentials(), new Concealed({ apiKey: API_KEY, privateKeyPem })])
    expect(readCredentials(writeCredentials(credentials)).reveal()).toEqual(credentials.reveal());
});

it('marksOf() tells how an API key ends and no more of it', () => {
  expect(marksOf(hmacCredentials())).toMatchObject({ kind: 'hmac', apiKeyHint: 'Hint' });
  expect(marksOf(new Concealed({ apiKey: API_KEY, privateKeyPem }))).toMatchObject({ kind: 'ed25519' });
  expect(JSON.stringify(marksOf(hmacCredentials()))).not.toContain(API_KEY.slice(0, 20));
});
