/** Every error that this service throws on purpose, and nothing else, carries one of these codes. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'payload_too_large'
  | 'too_many_requests'
  | 'config_invalid'
  | 'database_unavailable'
  | 'lease_lost'
  | 'exchange_unavailable'
  | 'encryption_not_configured'
  | 'secret_unreadable'
  | 'internal';

export type AppErrorOptions = { retryable?: boolean; cause?: unknown; details?: Readonly<Record<string, unknown>> };

/** Something that should not happen, or that a caller got wrong. Its message is written for the caller: no secrets. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryable = options.retryable ?? RETRYABLE[code];
    this.details = options.details ?? {};
  }
}

/** Whether trying the same again later can help. */
export const RETRYABLE: Record<ErrorCode, boolean> = {
  bad_request: false,
  unauthorized: false,
  forbidden: false,
  not_found: false,
  conflict: false,
  payload_too_large: false,
  too_many_requests: true,
  config_invalid: false,
  database_unavailable: true,
  lease_lost: true,
  exchange_unavailable: true,
  encryption_not_configured: false,
  secret_unreadable: false,
  internal: true,
};

/** What an HTTP door answers. `database_unavailable` is 503 because TradingView sends again on 503 and on little else. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  too_many_requests: 429,
  config_invalid: 500,
  database_unavailable: 503,
  lease_lost: 503,
  exchange_unavailable: 503,
  encryption_not_configured: 503,
  secret_unreadable: 500,
  internal: 500,
};
