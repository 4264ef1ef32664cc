/**
 * Something that goes wrong with one request. `executed` says whether the exchange carries the request out all the same:
 * the truth that a client cannot see. Plain data, so that another process can ask for it too.
 */
export type Fault =
  /** The connection is cut, before or after execution. */
  | { kind: 'reset'; executed: boolean }
  /** No answer, ever: the client has to give up by itself. */
  | { kind: 'silence'; executed: boolean }
  /** Waits before the engine, where the window is checked again, or after it. Milliseconds of real time. */
  | { kind: 'delay'; executed: true; ms: number; before: 'engine' | 'answer' }
  /** Another answer than the true one. */
  | {
      kind: 'answer';
      name: string;
      executed: boolean;
      status: number;
      body: string;
      contentType?: string;
      headers?: Record<string, string>;
      /** USD-M's throttling spares what reduces exposure. */
      sparesReducing?: boolean;
    }
  /** The true answer, not quite JSON. */
  | { kind: 'malformed'; executed: true }
  /** The true answer, cut off before its announced length. */
  | { kind: 'truncated'; executed: true }
  /** A read answered from a copy that has not heard of what is younger than `lagMs`. */
  | { kind: 'stale'; executed: true; lagMs: number };

export const faultName = (fault: Fault): string => (fault.kind === 'answer' ? fault.name : fault.kind);
