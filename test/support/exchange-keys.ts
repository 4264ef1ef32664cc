import { createHash, generateKeyPairSync } from 'node:crypto';
import { Concealed } from '../../shared/exchange-keys/concealed.ts';
import { memoryDataKeyStore } from '../../shared/exchange-keys/data-key-store.memory.ts';
import type { ExchangeKey, KeyPermissions } from '../../shared/exchange-keys/exchange-key.ts';
import { keyRing } from '../../shared/exchange-keys/key-ring.ts';
import { type MasterKey, masterKey } from '../../shared/exchange-keys/master-key.ts';
import { openVault, type Vault } from '../../shared/exchange-keys/vault.ts';
import type { ExchangeCredentials } from '../../shared/exchanges/binance/clear-key.ts';
import { fixedClock, NOW } from './fixed.ts';

/** Placeholders of the right length; they open nothing anywhere. */
export const API_KEY = `${'a'.repeat(60)}Hint`;
export const SECRET = 's3cr3t'.repeat(10);

/** The same one for the same name. */
export function aMasterKey(name = 'one'): MasterKey {
  return masterKey(createHash('sha256').update(`master key of tests: ${name}`).digest());
}

export function hexKey(name = 'one'): string {
  return createHash('sha256').update(`master key of tests: ${name}`).digest('hex');
}

export function hmacCredentials(apiKey = API_KEY, secret = SECRET): Concealed<ExchangeCredentials> {
  return new Concealed({ apiKey, secret });
}

/** The halves of an Ed25519 key: ours, and the one that the exchange gets. */
export function ed25519Pair(): { privateKeyPem: string; publicKeyPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

export function memoryVault(master = aMasterKey()): Vault {
  const dataKeys = memoryDataKeyStore();
  return openVault(keyRing({ dataKeys, masterKeys: { current: master }, now: fixedClock() }));
}

export const GOOD: KeyPermissions = {
  basis: 'key',
  canTrade: true,
  canWithdraw: false,
  isIpRestricted: true,
  spot: true,
  futures: true,
  permissions: ['enableReading', 'enableSpotAndMarginTrading', 'enableFutures'],
};

export function anExchangeKey(fields: Partial<ExchangeKey> = {}): ExchangeKey {
  return {
    id: 'key_1',
    userId: 'usr_1',
    accountId: 'acc_1',
    exchange: 'binance',
    mode: 'live',
    label: 'mine',
    kind: 'hmac',
    apiKeyHint: 'Hint',
    status: 'active',
    permissions: GOOD,
    createdAt: NOW,
    lastTestedAt: NOW,
    lastTest: { outcome: 'passed' },
    ...fields,
  };
}
