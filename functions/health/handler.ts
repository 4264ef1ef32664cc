import { checkHealth } from '../../shared/health/check-health.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { jsonReply } from '../../shared/http/reply.ts';
import { log, wire } from './wire.ts';

/** Liveness touches nothing: it says that the process answers, and a database that is away must not get it restarted. */
export const handler = httpDoor(log, wire, async ({ probes }, event) => {
  if (!event.rawPath.replace(/\/+$/, '').endsWith('/ready')) return jsonReply(200, { status: 'healthy' });
  const health = await checkHealth(probes());
  return jsonReply(health.status === 'unavailable' ? 503 : 200, health);
});
