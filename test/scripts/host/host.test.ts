import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openDoor } from '../../../scripts/host/open-door.ts';
import { dropForgedHeaders, watchRequests } from '../../../scripts/host/requests.ts';
import { functionName, serverlessOf } from '../../../scripts/host/service.ts';
import { gateStream } from '../../../scripts/host/stream-gate.ts';

const HOST = '127.0.0.1';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function listen(server: Server): Promise<number> {
  servers.push(server);
  return new Promise((resolve) => server.listen(0, HOST, () => resolve((server.address() as AddressInfo).port)));
}

async function freeOne(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  return port;
}

/** What a server says to `text`, until it ends the connection. */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write(text));
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('close', () => resolve(said));
    socket.on('error', () => resolve(said));
  });
}

describe('openDoor()', () => {
  it('hands connections over, and once shut takes no new ones while those it has go on', async () => {
    const inner = createServer((_, response) => response.end('here'));
    await listen(inner);
    const port = await freeOne();
    const door = await openDoor(inner, { host: HOST, port });
    const kept = connect(port, HOST);
    await new Promise((resolve) => kept.once('connect', resolve));
    await wait(20);
    expect(door.connections()).toBe(1);
    door.shut();
    expect(await say(port, 'GET / HTTP/1.0\r\n\r\n'), 'refused').toBe('');
    const said = new Promise<string>((resolve) => kept.once('data', (data) => resolve(String(data))));
    kept.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await said).toContain('here');
    door.cut();
    await wait(20);
    expect(door.connections()).toBe(0);
  });
});

describe('watchRequests()', () => {
  it('finds the server of a port by its first request, counts what is under way, and lets answers end connections', async () => {
    const requests = watchRequests();
    const inner = createServer((_, response) => setTimeout(() => response.end('slow'), 100));
    const port = await listen(inner);
    const found = requests.serverOn(port);
    const answer = new Promise<string | undefined>((resolve) => {
      request({ port, host: HOST, headers: { connection: 'keep-alive' } }, (response) => {
        response.resume().on('end', () => resolve(response.headers.connection));
      }).end();
    });
    expect(await found).toBe(inner);
    expect(requests.inFlight()).toBe(1);
    requests.closeAfterAnswer();
    expect(await answer).toBe('close');
    await wait(20);
    expect(requests.inFlight()).toBe(0);
  });

  it('drops an authorizer that a client hands in, however it is written', async () => {
    watchRequests();
    let seen: string[] = [];
    const inner = createServer((received, response) => {
      dropForgedHeaders(received);
      seen = [...received.rawHeaders, ...Object.keys(received.headers)];
      response.end();
    });
    const port = await listen(inner);
    await say(port, 'GET / HTTP/1.0\r\nSLS-Offline-Authorizer-Override: {}\r\nx-kept: 1\r\n\r\n');
    expect(seen.some((name) => name.toLowerCase().startsWith('sls-offline-'))).toBe(false);
    expect(seen).toContain('x-kept');
  });
});

describe('gateStream()', () => {
  const upgrade = (path: string) =>
    `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsls-offline-authorizer-override: {}\r\n\r\n`;

  it('sends a WebSocket to the next replica while it is shut, lets it in when open, and ends it when shut again', async () => {
    const [http, stream] = [createServer(), createServer()];
    let forged: unknown = 'none came';
    stream.on('upgrade', (received, socket) => {
      forged = received.headers['sls-offline-authorizer-override'];
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    const port = await listen(http);
    const gate = gateStream(http, stream);
    expect(await say(port, upgrade('/api/v1/stream'))).toMatch(/^HTTP\/1\.1 503 /);
    gate.open();
    expect(await say(port, upgrade('/elsewhere'))).toMatch(/^HTTP\/1\.1 404 /);
    const inside = say(port, upgrade('/api/v1/stream?token=x'));
    await wait(50);
    gate.shut();
    expect(await inside).toMatch(/^HTTP\/1\.1 101 /);
    expect(forged).toBeUndefined();
  });
});

describe('serverlessOf()', () => {
  it('shows the service as the framework would, with the names by which functions are invoked', () => {
    const queue = { handler: 'dist/queue/index.handler', events: [{ schedule: 'rate(1 minute)' }] };
    const service = { service: 'tradingbot', provider: { stage: 'local' }, functions: { queue } };
    const { service: shown } = serverlessOf('/app', service) as { service: Record<string, (name?: string) => unknown> };
    expect(shown.getAllFunctions?.()).toEqual(['queue']);
    expect(shown.getFunction?.('queue')).toMatchObject({ name: 'tradingbot-local-queue' });
    expect(shown.getAllEventsInFunction?.('queue')).toEqual(queue.events);
    expect(functionName(service, 'queue')).toBe('tradingbot-local-queue');
  });
});
