import type { Market } from './signal.ts';

export const MARKETS = ['spot', 'usdm'] as const satisfies readonly Market[];
