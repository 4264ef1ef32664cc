export type BackOff = { firstMs: number; mostMs: number };

/**
 * How long to leave alone what came to nothing `attempts` times before: twice as long each time, of which up to half is left to
 * chance, so that what failed together does not come back together.
 */
export function backOffMs(attempts: number, { firstMs, mostMs }: BackOff): number {
  return Math.ceil(Math.min(firstMs * 2 ** Math.min(attempts, 20), mostMs) * (0.5 + Math.random() / 2));
}
