/**
 * Why a key does not fit its account, by the uid of the exchange account that it opens.
 * `differs`: the books of our account are of another one · `known`: another account of ours keeps the books of this one
 */
export type WalletClash = { clash: 'differs'; uid: string } | { clash: 'known'; accountName: string };

export const isClash = (outcome: unknown): outcome is WalletClash =>
  typeof outcome === 'object' && outcome !== null && 'clash' in outcome;
