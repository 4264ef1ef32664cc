import { Logger } from '@aws-lambda-powertools/logger';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** One structured line per call, on stdout, at the level that LOG_LEVEL names. Callers pass ids, never bodies or tokens. */
export function createLogger(door: string): Log {
  return new Logger({ serviceName: `tradingbot-${door}` });
}

/** For tests and for verbs that run where nobody listens. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
