import { inspect } from 'node:util';
import type { Log } from '../../shared/log/logger.ts';

export type ToldLog = { log: Log; told: () => string };

/** A log that keeps all it is given, errors with their causes. */
export function tellingLog(): ToldLog {
  const lines: string[] = [];
  const tell = (...parts: unknown[]): void => {
    lines.push(inspect(parts, { depth: 10, maxStringLength: null }));
  };
  return { log: { debug: tell, info: tell, warn: tell, error: tell }, told: () => lines.join('\n') };
}
