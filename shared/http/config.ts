import * as z from 'zod';

const ORIGIN = /^https?:\/\/[^/\s*]+$/;

const origins = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
  .refine((list) => list.every((origin) => origin === '*' || ORIGIN.test(origin)), {
    error: 'must be origins such as https://app.example.com, separated by commas, or * for any',
  });

export const httpVariables = {
  /** Sites whose pages may call the API from a browser. None unless named. */
  CORS_ORIGINS: origins,
  /** Proxies of ours in front of the service, each of which appends to X-Forwarded-For. With 0 the header is not believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Where people and TradingView reach the service, if that is not what the request's Host header says. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
};
