import * as z from 'zod';
import { doorVariables } from '../../scripts/host/door-variables.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { encryptionVariables } from '../../shared/exchange-keys/config.ts';
import { said } from './step.ts';

const SHORTEST_SECRET = 16;

const secret = (whose: string) =>
  z
    .string({ error: `the password of ${whose}, made by docker/secrets.sh` })
    .min(SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} characters: docker/secrets.sh makes one`)
    .meta({ isSecret: true });

/** More than a replica needs to know, and all of it: nothing that the internet reaches may rest on a secret that everybody knows. */
const productionVariables = {
  ...doorVariables,
  POSTGRES_PASSWORD: secret('the owner of the database'),
  DATABASE_PASSWORD: secret('the service, for Postgres'),
  REDIS_PASSWORD: secret('Redis'),
  ENCRYPTION_KEY: encryptionVariables.ENCRYPTION_KEY.unwrap(),
  PUBLIC_URL: z
    .url({
      protocol: /^https$/,
      error: ({ input }) =>
        input
          ? `must be an https address, not "${input}"`
          : 'where the service is reached, such as https://bot.example.org',
    })
    .transform((url) => url.replace(/\/+$/, '')),
};

/** Whether this configuration may meet the internet. Nothing that the internet reaches starts before it was asked. */
export async function check(): Promise<void> {
  readConfig(productionVariables, { ...process.env, NODE_ENV: 'production' });
  said('configuration', { environment: 'production', isReady: true });
}
