import type { Log } from './logger.ts';

const GUARDED = Symbol.for('tradingbot.process.guarded');

/**
 * Keeps one stray error from ending a process that serves other requests: without it a dropped database connection
 * stops serverless-offline as a whole. Several bundles share that process, so only the first one listens.
 */
export function guardProcess(log: Log): void {
  const host = process as NodeJS.Process & { [GUARDED]?: true };
  if (host[GUARDED]) return;
  host[GUARDED] = true;
  process.on('uncaughtException', (error) => log.error('An error escaped every handler', error));
  process.on('unhandledRejection', (reason) => {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    log.error('A promise was rejected and nobody listened', error);
  });
}
