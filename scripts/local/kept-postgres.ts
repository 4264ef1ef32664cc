import { type PostgresOptions, startPostgres } from './embedded-postgres.ts';
import { Failure, reasonOf } from './failure.ts';

export type KeptPostgres = {
  url: string;
  stop(): Promise<void>;
  /** Resolves when it went down and could not be started again. */
  broken: Promise<Failure>;
};

/** An embedded Postgres that is started again, at the same address, when it goes down by itself. */
export async function keepPostgres(options: PostgresOptions, onRestart: () => void): Promise<KeptPostgres> {
  let server = await startPostgres(options);
  const { url, port } = server;
  let isStopping = false;
  const watch = async (): Promise<Failure> => {
    for (;;) {
      await server.exited;
      if (isStopping) return new Promise(() => {});
      onRestart();
      try {
        server = await startPostgres({ ...options, port });
      } catch (cause) {
        return new Failure(`Postgres went down and did not start again: ${reasonOf(cause)}`, { cause });
      }
    }
  };
  return {
    url,
    broken: watch(),
    async stop() {
      isStopping = true;
      await server.stop();
    },
  };
}
