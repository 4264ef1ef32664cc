import { connect, type Socket } from 'node:net';
import { type Passage, serveProxy } from './proxy.ts';
import type { Tap } from './tap.ts';

/** What a client says of itself when it connects. */
const GREETINGS = ['HELLO', 'CLIENT', 'INFO', 'AUTH', 'SELECT', 'PING'];

/** Stands before Redis and shows the tap every command. */
export function redisProxy(target: { host: string; port: number }, tap: Tap): Promise<Passage> {
  return serveProxy((client: Socket) => {
    const server = connect(target.port, target.host);
    let rest = '';
    let isLast = false;
    client.on('data', (data) => {
      const commands = readCommands(rest + data.toString('latin1'));
      rest = commands.rest;
      for (const { name, text } of commands.whole) {
        if (isLast) return;
        const verdict = GREETINGS.includes(name) ? 'pass' : tap.meet({ channel: 'redis', name });
        isLast = verdict !== 'pass';
        if (verdict === 'kill before') return tap.kill();
        server.write(text, 'latin1');
      }
    });
    server.on('data', (data) => {
      if (isLast) tap.kill();
      else client.write(data);
    });
    return server;
  });
}

type Commands = { whole: { name: string; text: string }[]; rest: string };

/** Commands are arrays of strings: `*2\r\n$4\r\npttl\r\n$3\r\nkey\r\n`. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
function readCommands(text: string): Commands {
  const whole: Commands['whole'] = [];
  let from = 0;
  for (;;) {
    const end = endOfCommand(text, from);
    if (end === undefined) return { whole, rest: text.slice(from) };
    const command = text.slice(from, end);
    whole.push({ name: /\$\d+\r\n([^\r]*)/.exec(command)?.[1]?.toUpperCase() ?? '', text: command });
    from = end;
  }
}

function endOfCommand(text: string, from: number): number | undefined {
  const count = /^\*(\d+)\r\n/.exec(text.slice(from, from + 20));
  if (count === null) return undefined;
  let at = from + count[0].length;
  for (let nth = 0; nth < Number(count[1]); nth += 1) {
    const length = /^\$(\d+)\r\n/.exec(text.slice(at, at + 20));
    if (length === null) return undefined;
    at += length[0].length + Number(length[1]) + 2;
    if (at > text.length) return undefined;
  }
  return at;
}
