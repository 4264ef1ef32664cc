import type { MarketName } from './protocol/market-name.ts';

/** One request as it was received and what became of it. */
export type RequestEntry = {
  id: number;
  market: MarketName;
  method: string;
  path: string;
  query: string;
  body: string;
  /** Decoded, without the signature. Empty when query or body could not be read. */
  params: Readonly<Record<string, string>>;
  apiKey: string | undefined;
  ip: string;
  atMs: number;
  /** The fault that was played on it, if any. */
  fault: string | undefined;
  /** Whether the exchange carried it out, whatever the client was told. */
  executed: boolean;
  weight: number;
  /** Absent while unanswered, and when the client was cut off or left waiting. */
  status: number | undefined;
  /** The exchange's error code, when it refused. */
  code: number | undefined;
  /** A defect of the fake or of the test, never of the client: "no price set". */
  defect: string | undefined;
};

export type RequestLog = {
  open(
    request: Pick<RequestEntry, 'market' | 'method' | 'path' | 'query' | 'body' | 'params' | 'apiKey' | 'ip' | 'atMs'>,
  ): RequestEntry;
  all(): readonly RequestEntry[];
};

export function requestLog(): RequestLog {
  const entries: RequestEntry[] = [];
  return {
    open(request) {
      const entry: RequestEntry = {
        ...request,
        id: entries.length + 1,
        fault: undefined,
        executed: false,
        weight: 0,
        status: undefined,
        code: undefined,
        defect: undefined,
      };
      entries.push(entry);
      return entry;
    },
    all: () => entries,
  };
}
