import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FirstRunFile } from '../../scripts/local/first-run.ts';
import { freePort } from '../support/free-port.ts';
import { runStart, type StartRun } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

let run: StartRun;
let service: FirstRunFile;

beforeAll(async () => {
  run = runStart(temporaryFolder('stream'), await freePort());
  service = await run.ready();
});

afterAll(async () => {
  run.signal('SIGTERM');
  await run.exited;
  removeTemporaryFolders();
});

const address = (query: string, path = '/api/v1/stream') => `${service.baseUrl.replace('http', 'ws')}${path}${query}`;

/** `open`, or `refused`. */
function knock(url: string): Promise<{ answer: string; socket: WebSocket }> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.onopen = () => resolve({ answer: 'open', socket });
    socket.onerror = () => resolve({ answer: 'refused', socket });
  });
}

it('a WebSocket is let in with an API token, on the port of the API, and a ping is answered', async () => {
  const { answer, socket } = await knock(address(`?token=${service.apiToken}`));
  expect(answer).toBe('open');
  const said = new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data));
  });
  socket.send('{"type":"ping"}');
  expect(JSON.parse(await said)).toMatchObject({ type: 'pong' });
  socket.close();
});

it.each([
  { case: 'no token', query: '' },
  { case: 'a wrong token', query: '?token=tbt_wrong' },
])('a WebSocket with $case is refused', async ({ query }) => {
  expect((await knock(address(query))).answer).toBe('refused');
});

it('there is no WebSocket anywhere else', async () => {
  expect((await knock(address(`?token=${service.apiToken}`, '/api/v1/alerts'))).answer).toBe('refused');
});
