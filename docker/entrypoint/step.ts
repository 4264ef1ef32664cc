import { Logger } from '@aws-lambda-powertools/logger';
import { reasonOf } from '../../scripts/local/failure.ts';

/** Tells at any LOG_LEVEL: these lines are few, and what one looks for when nothing starts. */
const log = new Logger({ serviceName: 'tradingbot-entrypoint', logLevel: 'INFO' });

type Found = Record<string, unknown>;

/** Runs one step, and says in one line that it is done, how long it took and what `tell` makes of its result. */
export async function step<Result>(
  name: string,
  work: () => Promise<Result>,
  tell: (result: Result) => Found = () => ({}),
): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  said(name, { ms: Math.round(performance.now() - startedAt), ...tell(result) });
  return result;
}

export function said(name: string, found: Found = {}): void {
  log.info(name, { step: name, ...found });
}

export function warned(name: string, reason: string): void {
  log.warn(name, { step: name, reason });
}

export function failed(name: string, error: unknown): void {
  log.error(`${name} failed`, { step: name, reason: reasonOf(error) });
}
