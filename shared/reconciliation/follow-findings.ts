import { isBusy, type OurBooks } from './compare-account.ts';
import { type Finding, isAlarming, keyOf } from './finding.ts';

/** `isTold`: it lasted, and its owner was told. */
export type KeptFinding = Finding & { since: Date; isTold: boolean };

export type FollowedFindings = {
  kept: KeptFinding[];
  /** Those that were found before and are to be told now. */
  lasting: KeptFinding[];
  /** Those that were told and are gone. */
  cleared: KeptFinding[];
};

/** What the exchange says and what we believe are not of the same moment: a difference counts once it is this old. */
const LASTS_AFTER_MS = 20_000;

/** What is new, lasts or is gone since the comparison before. Where something is under way, what was found before stands. Pure. */
export function followFindings(
  before: readonly KeptFinding[],
  found: readonly Finding[],
  { books, now }: { books: Pick<OurBooks, 'busySymbols'>; now: Date },
): FollowedFindings {
  const known = new Map(before.map((finding) => [keyOf(finding), finding]));
  const lasting: KeptFinding[] = [];
  const again = found.map((finding): KeptFinding => {
    const { since = now, isTold = false } = known.get(keyOf(finding)) ?? {};
    const isLasting = isAlarming(finding) && !isTold && now.getTime() - since.getTime() >= LASTS_AFTER_MS;
    const kept = { ...finding, since, isTold: isTold || isLasting };
    if (isLasting) lasting.push(kept);
    return kept;
  });
  const keys = new Set(found.map(keyOf));
  const gone = before.filter((finding) => !keys.has(keyOf(finding)));
  const unsure = gone.filter((finding) => isBusy(books, finding));
  return {
    kept: [...again, ...unsure],
    lasting,
    cleared: gone.filter((finding) => finding.isTold && !isBusy(books, finding)),
  };
}
