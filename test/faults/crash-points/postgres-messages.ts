import { nameStatement } from './name-statement.ts';

/** What a client sends Postgres, cut at the points where an answer is due. https://www.postgresql.org/docs/15/protocol-message-formats.html */
export type FrontendChunk = { bytes: Buffer; statement?: string };

const HEADER = 5;

export type FrontendReader = { application(): string; read(data: Buffer): FrontendChunk[] };

/** Reads one connection. Statements are named; what is no statement (start, password, end) is passed on as it comes. */
export function frontendReader(): FrontendReader {
  const texts = new Map<string, string>();
  let application = '';
  let isStarted = false;
  let rest: Buffer = Buffer.alloc(0);
  let unit: Buffer[] = [];
  let current = '';
  const readStart = (): FrontendChunk[] => {
    if (rest.length < 4 || rest.length < rest.readUInt32BE(0)) return [];
    const bytes = take(rest.readUInt32BE(0));
    const words = bytes.subarray(8).toString('utf8').split('\0');
    application = words[words.indexOf('application_name') + 1]?.replace('tradingbot-', '') ?? '';
    isStarted = true;
    return [{ bytes }];
  };
  const take = (length: number): Buffer => {
    const bytes = rest.subarray(0, length);
    rest = rest.subarray(length);
    return bytes;
  };
  const readOne = (): FrontendChunk | undefined => {
    const bytes = take(1 + rest.readUInt32BE(1));
    const type = String.fromCharCode(bytes[0] ?? 0);
    const body = bytes.subarray(HEADER);
    if (type === 'P') {
      const [name = '', text = ''] = stringsOf(body, 2);
      texts.set(name, text);
    } else if (type === 'B') {
      const [, name = ''] = stringsOf(body, 2);
      current = nameStatement(texts.get(name) ?? '', valuesOf(body));
    } else if (type === 'Q') current = nameStatement(stringsOf(body, 1)[0] ?? '', []);
    else if (type === 'p' || type === 'X') return { bytes };
    unit.push(bytes);
    if (type !== 'S' && type !== 'Q') return undefined;
    const whole = Buffer.concat(unit);
    unit = [];
    return { bytes: whole, statement: current };
  };
  return {
    application: () => application,
    read(data) {
      rest = Buffer.concat([rest, data]);
      const chunks = isStarted ? [] : readStart();
      while (isStarted && rest.length >= HEADER && rest.length > rest.readUInt32BE(1)) {
        const chunk = readOne();
        if (chunk !== undefined) chunks.push(chunk);
      }
      return chunks;
    },
  };
}

/** Whether an answer is whole: Postgres ends it with ReadyForQuery. */
export function backendReader(): { isReady(data: Buffer): boolean } {
  let rest: Buffer = Buffer.alloc(0);
  return {
    isReady(data) {
      rest = Buffer.concat([rest, data]);
      let isReady = false;
      while (rest.length >= HEADER && rest.length > rest.readUInt32BE(1)) {
        isReady ||= String.fromCharCode(rest[0] ?? 0) === 'Z';
        rest = rest.subarray(1 + rest.readUInt32BE(1));
      }
      return isReady;
    },
  };
}

function stringsOf(body: Buffer, count: number): string[] {
  return body.toString('utf8').split('\0', count);
}

/** The parameters of a Bind message; our client sends them all as text. */
function valuesOf(body: Buffer): (string | null)[] {
  let at = body.indexOf(0, body.indexOf(0) + 1) + 1;
  at += 2 + 2 * body.readUInt16BE(at);
  const count = body.readUInt16BE(at);
  at += 2;
  const values: (string | null)[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
}
