import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenStack } from '../../support/compose/given-stack.ts';
import { https } from '../../support/compose/https.ts';
import type { FirstRun } from '../../support/compose/stack.ts';
import { until } from '../../support/compose/until.ts';

const { stack, skipped, title } = givenStack();
let owner: FirstRun;
let hookPath = '';

beforeAll(async () => {
  if (skipped) return;
  owner = await stack.firstRun();
  hookPath = new URL(owner.webhookUrl).pathname;
});

const alert = (id: string) =>
  JSON.stringify({ id, symbol: 'BTCUSDT', action: 'buy', quantity: '0.001', price: '60000' });
const get = (path: string, headers: Record<string, string> = {}) => https(stack.https, path, { headers });
const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  https(stack.https, path, { method: 'POST', body, headers });

/** Status line and headers of what is asked in plain text, for requests that no client would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTls({ port: stack.https, host: '127.0.0.1', rejectUnauthorized: false }, () =>
      socket.write(text),
    );
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
      socket.end();
    });
    socket.on('close', () => resolve(said));
    socket.on('error', () => resolve(said));
  });
}

describe.skipIf(skipped)(title('what the internet meets'), () => {
  it('takes an alert over HTTPS to a filled paper order, once', async () => {
    const first = await post(hookPath, alert('doors-1'));
    expect(first.status, first.text).toBe(202);
    const { id } = JSON.parse(first.text) as { id: string };
    expect(await post(hookPath, alert('doors-1'))).toMatchObject({ status: 200 });
    await until(
      'the alert ends',
      10_000,
      async () => (await stack.sql(`select status from alerts where id = '${id}'`)) === 'filled',
    );
    const shown = await get(`/api/v1/alerts/${id}`, { authorization: `Bearer ${owner.apiToken}` });
    expect(JSON.parse(shown.text)).toMatchObject({ id, status: 'filled', orders: [{ status: 'filled' }] });
  });

  it('takes a message with the webhook secret in its body', async () => {
    const message = { id: 'doors-secret', symbol: 'BTCUSDT', action: 'buy', quantity: '0.001', price: '60000' };
    const wrong = await post('/api/v1/webhook', JSON.stringify({ ...message, secret: 'wrong-wrong-wrong-wrong' }));
    expect(wrong.status, wrong.text).toBe(401);
    const right = await post(
      '/api/v1/webhook',
      JSON.stringify({ ...message, strategy: 'demo', secret: stack.secret('webhook_secret') }),
    );
    expect(right.status, right.text).toBe(202);
  });

  it('answers health, ready and the pages', async () => {
    expect(await get('/api/v1/health')).toMatchObject({ status: 200, text: '{"status":"healthy"}' });
    expect(JSON.parse((await get('/api/v1/health/ready')).text)).toMatchObject({
      status: 'ready',
      dependencies: { postgres: { status: 'up' }, redis: { status: 'up' } },
    });
    expect((await get('/docs')).headers['cache-control']).toBe('no-cache');
    const file = await get('/docs/swagger-ui-bundle.js', { 'accept-encoding': 'gzip' });
    expect(file.headers).toMatchObject({ 'cache-control': 'public, max-age=3600', 'content-encoding': 'gzip' });
  });

  it('sets each security header once, on answers of its own too', async () => {
    for (const path of ['/api/v1/health', '/docs', '/2015-03-31/functions/x/invocations']) {
      const { headers } = await get(path);
      expect(headers, path).toMatchObject({
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'x-frame-options': 'SAMEORIGIN',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin',
        'x-xss-protection': '0',
        server: 'nginx',
      });
      expect(headers['x-powered-by'], path).toBeUndefined();
    }
  });

  it('leads from HTTP to HTTPS, except for the answers to a certificate authority', async () => {
    const plain = await fetch(`http://localhost:${stack.http}/docs?x=1`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([301, 'https://localhost/docs?x=1']);
    const { code, stderr } = await stack.compose('exec', '-T', 'nginx', 'ls', '/var/www/acme');
    expect(code, stderr).toBe(0);
    const challenge = await fetch(`http://localhost:${stack.http}/.well-known/acme-challenge/none`, {
      redirect: 'manual',
    });
    expect(challenge.status).toBe(404);
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)('does not speak %s', async (version) => {
    const ended = await new Promise<string>((resolve) => {
      const options = {
        port: stack.https,
        host: '127.0.0.1',
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
      };
      const socket = connectTls(options, () => resolve('connected'));
      socket.on('error', (error) => resolve(error.message));
    });
    expect(ended).not.toBe('connected');
  });

  it('refuses an authorizer that a client hands in', async () => {
    const forged = {
      'sls-offline-authorizer-override': JSON.stringify({
        jwt: { claims: { sub: 'usr_1' } },
        lambda: { userId: 'usr_1' },
      }),
    };
    expect((await get('/api/v1/me', forged)).status).toBe(401);
  });

  it.each([
    '/2015-03-31/functions/tradingbot-local-queue/invocations',
    '//2015-03-31/functions/tradingbot-local-queue/invocations',
    '/%32015-03-31/functions/tradingbot-local-migrate/invocations',
    '/x/../2015-03-31/functions/tradingbot-local-queue/invocations',
  ])('does not invoke a function by name: %s', async (path) => {
    const said = await raw(
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('keeps the port of the Lambda Invoke API out of reach, from the other containers too', async () => {
    const listening = await stack.compose(
      'exec',
      '-T',
      'backend',
      'sh',
      '-c',
      'awk \'$4 == "0A" { print $2 }\' /proc/net/tcp /proc/net/tcp6',
    );
    const open = listening.stdout
      .trim()
      .split('\n')
      .filter((address) => !address.startsWith('0100007F'));
    const docker = open.filter((address) => !address.startsWith('0B00007F'));
    expect(docker.map((address) => Number.parseInt(address.split(':')[1] ?? '', 16))).toEqual([8001]);
  });

  it('believes no address that a client claims', async () => {
    await post(hookPath, alert('doors-address'), { 'x-forwarded-for': '203.0.113.9' });
    const logs = await stack.compose('logs', '--no-color', '--tail', '50', 'nginx');
    expect(logs.stdout).not.toContain('203.0.113.9');
  });

  it('refuses bodies that are too large, with a reason', async () => {
    const large = await post(hookPath, Buffer.alloc(65 * 1024, 32));
    expect(large.status).toBe(413);
    expect(JSON.parse(large.text)).toMatchObject({ code: 'payload_too_large' });
    expect((await post(hookPath, Buffer.alloc(64 * 1024, 32))).status, 'just within').toBe(202);
  });

  it('lets a WebSocket in with a token, and answers it', async () => {
    const said = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${stack.loopback}/api/v1/stream?token=${owner.apiToken}`);
      socket.onopen = () => socket.send('{"type":"ping"}');
      socket.onmessage = ({ data }) => {
        resolve(String(data));
        socket.close();
      };
      socket.onerror = () => resolve('refused');
    });
    expect(JSON.parse(said)).toMatchObject({ type: 'pong' });
    const key = 'dGhlIHNhbXBsZSBub25jZQ==';
    const upgrade = `connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`;
    expect(await raw(`GET /api/v1/stream?token=wrong HTTP/1.1\r\nhost: localhost\r\n${upgrade}`)).toMatch(
      /^HTTP\/1\.1 401 /,
    );
  });

  it('limits a hook to 300 a minute after a burst, with 503, which is sent again, and no other hook with it', async () => {
    const burst = await Promise.all(Array.from({ length: 130 }, (_, nth) => post(hookPath, alert(`burst-${nth}`))));
    const count = (status: number): number => burst.filter((reply) => reply.status === status).length;
    expect(count(202) + count(503)).toBe(130);
    expect(count(202)).toBeGreaterThanOrEqual(100);
    expect(count(503)).toBeGreaterThan(5);
    const limited = burst.find((reply) => reply.status === 503);
    expect(JSON.parse(limited?.text ?? '{}')).toMatchObject({ code: 'unavailable' });
    expect(limited?.headers['retry-after']).toBe('5');
    expect((await post('/api/v1/webhook/hk_another', alert('other'))).status, 'another hook has its own limit').toBe(
      404,
    );
  });

  it('limits a client of the API to 60 a minute after a burst, with 429', async () => {
    const replies = await Promise.all(Array.from({ length: 60 }, () => get('/api/v1/me')));
    const limited = replies.filter((reply) => reply.status === 429);
    expect(limited.length).toBeGreaterThan(20);
    expect(limited[0]?.headers).toMatchObject({ 'retry-after': '1', 'x-frame-options': 'SAMEORIGIN' });
    expect(JSON.parse(limited[0]?.text ?? '{}')).toMatchObject({ code: 'rate_limited' });
    expect((await get('/api/v1/health')).status, 'health is not limited').toBe(200);
  });

  it('writes no token and no secret into any log, whatever went wrong', async () => {
    await post(`${hookPath}?token=${owner.apiToken}`, alert('logged'));
    await raw(`POST ${hookPath} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99999999\r\n\r\n`);
    await raw(`POST ${hookPath} HTTP/9.9\r\n\r\n`);
    const plain = connect(stack.http, '127.0.0.1', () =>
      plain.end(`POST ${hookPath} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n`),
    );
    await new Promise((resolve) => plain.resume().on('close', resolve));
    const { stdout } = await stack.compose('logs', '--no-color');
    const token = hookPath.split('/').at(-1) ?? '';
    for (const secret of [
      token,
      owner.apiToken,
      owner.password,
      stack.secret('webhook_secret'),
      stack.secret('redis_password'),
    ]) {
      expect(stdout.includes(secret), secret.slice(0, 4)).toBe(false);
    }
    expect(stdout).toContain('/api/v1/webhook/[redacted]');
  });
});
