import type { AlertBody, Dialect } from './dialect.ts';
import { generic } from './generic.ts';
import { tradersPost } from './traderspost.ts';
import { tradingViewDefault } from './tradingview-default.ts';
import { tutorial } from './tutorial.ts';

/** The first that detects a message reads it: what is peculiar comes before what is general. */
export const DIALECTS: readonly Dialect[] = [tradersPost, tutorial, generic, tradingViewDefault];

/** A hook that is pinned to a dialect reads nothing else, so that a garbled message is not taken for another's. */
export function detectDialect(body: AlertBody, pinned?: string): Dialect | undefined {
  const dialects = pinned === undefined ? DIALECTS : DIALECTS.filter(({ name }) => name === pinned);
  return dialects.find((dialect) => dialect.detects(body));
}
