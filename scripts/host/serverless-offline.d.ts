/** The parts of serverless-offline 14.8 that we use; it ships no types. */
declare module 'serverless-offline' {
  type Say = (...what: unknown[]) => void;
  type Utils = {
    log: Record<'debug' | 'error' | 'info' | 'notice' | 'verbose' | 'warning', Say>;
    progress: { get(): { notice: Say; remove(): void } };
  };

  export default class ServerlessOffline {
    constructor(serverless: object, options: Readonly<Record<string, unknown>>, utils: Utils);
    start(): Promise<void>;
  }
}

declare module '*/aws-lambda-ric/UserFunction.js' {
  const userFunction: { load: (root: string, handler: string) => Promise<unknown> };
  export default userFunction;
}
