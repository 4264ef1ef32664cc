/** Whose money it is: nobody's, the exchange's play money, or yours. Absence always means the first. */
export const MODES = ['paper', 'testnet', 'live'] as const;
export type Mode = (typeof MODES)[number];
