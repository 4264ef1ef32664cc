import { connect, type Socket } from 'node:net';
import { backendReader, frontendReader } from './postgres-messages.ts';
import { type Passage, serveProxy } from './proxy.ts';
import type { Tap } from './tap.ts';

/** Whose statements belong to the life of an order; the others have their own times. */
const WATCHED = ['webhook', 'queue'];

/** Stands before Postgres and shows the tap every statement of the doors that an order's life goes through. */
export function postgresProxy(target: { host: string; port: number }, tap: Tap): Promise<Passage> {
  return serveProxy((client: Socket) => {
    const server = connect(target.port, target.host);
    const reader = frontendReader();
    const answers = backendReader();
    let isLast = false;
    client.on('data', (data) => {
      for (const { bytes, statement } of reader.read(data)) {
        if (isLast) return;
        const isWatched = statement !== undefined && WATCHED.includes(reader.application());
        const verdict = isWatched
          ? tap.meet({ channel: 'postgres', name: `${reader.application()}: ${statement}` })
          : 'pass';
        isLast = verdict !== 'pass';
        if (verdict === 'kill before') return tap.kill();
        server.write(bytes);
      }
    });
    server.on('data', (data) => {
      if (!isLast) client.write(data);
      else if (answers.isReady(data)) tap.kill();
    });
    return server;
  });
}
