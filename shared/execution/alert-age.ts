import type { Execution } from './store.ts';

/** From when an alert's age counts. What a person asks for again, or confirms, counts from then, and its prices are history. */
export function alertAge({
  source,
  receivedAt,
  confirmedAt,
}: Pick<Execution['alert'], 'source' | 'receivedAt' | 'confirmedAt'>): {
  receivedAt: Date;
  isReplay: boolean;
} {
  return { receivedAt: confirmedAt ?? receivedAt, isReplay: source === 'replay' || confirmedAt !== undefined };
}
