import type { NearDialect, NotUnderstood } from './alert.ts';
import type { AlertBody } from './dialects/dialect.ts';
import { DIALECTS } from './dialects/dialects.ts';

const MOST_NEAR = 3;
/** Reasons that say the message was not recognised, or only by the names that anybody might use. */
const UNRECOGNISED: readonly string[] = ['unknown_format', 'symbol_missing', 'action_missing'];

/** Adds the dialects that a message comes closest to, and what it lacks for each. */
export function withNearest(notUnderstood: NotUnderstood, body: AlertBody): NotUnderstood {
  if (!UNRECOGNISED.includes(notUnderstood.code)) return notUnderstood;
  const near: NearDialect[] = DIALECTS.flatMap((dialect) => {
    const missing = dialect.lacks?.(body);
    return missing === undefined ? [] : [{ dialect: dialect.name, missing }];
  });
  const nearest = near.toSorted((a, b) => a.missing.length - b.missing.length).slice(0, MOST_NEAR);
  return nearest.length === 0 ? notUnderstood : { ...notUnderstood, nearest };
}
