import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf } from '../../shared/database/config.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { reasonOf } from '../local/failure.ts';
import { doorVariables } from './door-variables.ts';
import { hearExchange } from './hear-exchange.ts';
import { ownInTurn } from './own-in-turn.pg.ts';
import { serveBundles } from './serve-bundles.ts';

/** Serves the bundles for the process that started this one, tells it how that went, and does not outlive it. */
const PATIENCE_MS = 7_000;
const [, , root = '', host = '', port = ''] = process.argv;
const log = createLogger('host');

try {
  const config = readConfig(doorVariables, process.env);
  const served = await serveBundles({ root, http: { host, port: Number(port) }, log });
  served.stream.open();
  const ownership = ownInTurn(databaseUrlOf(config), hearExchange(root), log);
  const leave = async (): Promise<never> => {
    await ownership.leave();
    await served.drain({ patienceMs: PATIENCE_MS, idleMs: 0 });
    process.exit(0);
  };
  for (const event of ['disconnect', 'SIGTERM', 'SIGINT'] as const) process.once(event, leave);
  process.send?.({ doorbellUrl: served.doorbellUrl });
  await served
    .tellStart()
    .catch((error: unknown) => log.warn('Accounts are compared at the next minute', { reason: reasonOf(error) }));
} catch (error) {
  process.send?.({ problem: reasonOf(error) }, () => process.exit(1));
}
