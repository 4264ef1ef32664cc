import { AppError } from '../errors/app-error.ts';
import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { Concealed } from './concealed.ts';
import { readCredentials, writeCredentials } from './credentials.ts';
import type { ExchangeKey } from './exchange-key.ts';
import type { KeyRing } from './key-ring.ts';
import { type Place, seal, unseal } from './seal.ts';

/** What credentials are sealed for: they open for no other user, account, exchange or mode. */
export type CredentialsPlace = Pick<ExchangeKey, 'userId' | 'accountId' | 'exchange' | 'mode'>;

export type SealedCredentials = { sealed: Uint8Array; keyVersion: number };

/** Seals and opens credentials. Only this room may open them: what others need, `openCredentials` gives. */
export type Vault = {
  /** @throws AppError `encryption_not_configured`, `secret_unreadable` when the data key cannot be opened */
  seal(place: CredentialsPlace, credentials: Concealed<ExchangeCredentials>): Promise<SealedCredentials>;
  /** @throws AppError `encryption_not_configured`, `secret_unreadable` */
  unseal(place: CredentialsPlace, kept: SealedCredentials): Promise<Concealed<ExchangeCredentials>>;
};

export function openVault(ring: KeyRing): Vault {
  return {
    async seal(place, credentials) {
      const { key, version } = await ring.current();
      const clear = writeCredentials(credentials);
      const sealed = seal(key, placeOf(place, version), clear);
      clear.fill(0);
      return { sealed, keyVersion: version };
    },
    async unseal(place, { sealed, keyVersion }) {
      const { key } = await ring.of(keyVersion);
      const clear = unseal(key, placeOf(place, keyVersion), sealed);
      const credentials = readCredentials(clear);
      clear.fill(0);
      return credentials;
    },
  };
}

/** Where no master key is set: nothing can be kept, and that is said. */
export function missingVault(): Vault {
  const refuse = async (): Promise<never> => {
    const message = 'Exchange keys cannot be kept or used: ENCRYPTION_KEY is not set, see docs/keys.md';
    throw new AppError('encryption_not_configured', message);
  };
  return { seal: refuse, unseal: refuse };
}

function placeOf({ userId, accountId, exchange, mode }: CredentialsPlace, keyVersion: number): Place {
  return ['exchange-key', exchange, mode, userId, accountId, keyVersion];
}
