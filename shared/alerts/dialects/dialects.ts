import type { AlertBody, Dialect } from './dialect.ts';
import { generic } from './generic.ts';
import { tradersPost } from './traderspost.ts';
import { tradingViewDefault } from './tradingview-default.ts';
import { tutorial } from './tutorial.ts';

/** The first that detects a message reads it: what is peculiar comes before what is general. */
export const DIALECTS: readonly Dialect[] = [tradersPost, tutorial, generic, tradingViewDefault];

export function detectDialect(body: AlertBody): Dialect | undefined {
  return DIALECTS.find((dialect) => dialect.detects(body));
}
