/** What a person says about an entry that waits. `sync`: make it all the same · `skip`: leave it */
export const DRIFT_ANSWERS = ['sync', 'skip'] as const;
export type DriftAnswer = (typeof DRIFT_ANSWERS)[number];
