import { AppError } from '../errors/app-error.ts';
import { type RotateDataKeyDeps, type RotatedDataKey, rotateDataKey } from './rotate-data-key.ts';
import { type RotatedMasterKey, rotateMasterKey } from './rotate-master-key.ts';

export type RotateKeysDeps = RotateDataKeyDeps;

/** `true` is both, in the order that leaves nothing under the master key before. */
export type RotateKeys = { which: true | 'master-key' | 'data-key'; actor: string };
export type RotatedKeys = { masterKey?: RotatedMasterKey; dataKey?: RotatedDataKey };

export async function rotateKeys(deps: RotateKeysDeps | undefined, { which, actor }: RotateKeys): Promise<RotatedKeys> {
  if (deps === undefined)
    throw new AppError('encryption_not_configured', 'Cannot rotate keys: ENCRYPTION_KEY is not set, see docs/keys.md');
  return {
    ...(which === 'data-key' ? {} : { masterKey: await rotateMasterKey(deps, { actor }) }),
    ...(which === 'master-key' ? {} : { dataKey: await rotateDataKey(deps, { actor }) }),
  };
}
