import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { AppError } from '../errors/app-error.ts';
import { KEY_BYTES, type MasterKey, type MasterKeys } from './master-key.ts';
import { type Place, seal, unseal } from './seal.ts';

/** Seals credentials. Versions count up from 1; the highest is the current one, the others only open what they sealed. */
export type DataKey = { version: number; key: KeyObject };

/** As it is kept: of no use without its master key. */
export type WrappedDataKey = {
  version: number;
  wrapped: Uint8Array;
  masterFingerprint: string;
  createdAt: Date;
  retiredAt?: Date;
};

export type Wrapping = Pick<WrappedDataKey, 'version' | 'wrapped' | 'masterFingerprint'>;

export function newDataKey(version: number): DataKey {
  const bytes = randomBytes(KEY_BYTES);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return { version, key };
}

export function wrapDataKey({ version, key }: DataKey, master: MasterKey): Wrapping {
  const bytes = key.export();
  const wrapped = seal(master.key, placeOf(version, master.fingerprint), bytes);
  bytes.fill(0);
  return { version, wrapped, masterFingerprint: master.fingerprint };
}

/** @throws AppError `secret_unreadable` when neither master key is the one that wrapped it, or it was changed */
export function unwrapDataKey({ version, wrapped, masterFingerprint }: Wrapping, masters: MasterKeys): DataKey {
  const master = [masters.current, masters.previous].find((one) => one?.fingerprint === masterFingerprint);
  if (master === undefined) throw wrongMaster(version, masterFingerprint, masters);
  const bytes = unseal(master.key, placeOf(version, masterFingerprint), wrapped);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return { version, key };
}

function placeOf(version: number, masterFingerprint: string): Place {
  return ['data-key', version, masterFingerprint];
}

function wrongMaster(version: number, wanted: string, { current, previous }: MasterKeys): AppError {
  const given = `ENCRYPTION_KEY is ${current.fingerprint}, ENCRYPTION_KEY_PREVIOUS ${previous?.fingerprint ?? 'not set'}`;
  const message = `Cannot open data key ${version}: it was wrapped with the master key ${wanted}, while ${given}`;
  return new AppError('secret_unreadable', message);
}
