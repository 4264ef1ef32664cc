import * as z from 'zod';
import type { DoorbellTarget } from './doorbell.http.ts';

export const doorbellVariables = {
  /** Where an asynchronous invoke of the queue function is posted, as serverless-offline serves it. */
  DOORBELL_URL: z.url().optional(),
  /** The SQS queue of the queue function, on AWS. */
  QUEUE_URL: z.url().optional(),
  AWS_REGION: z.string().default('us-east-1'),
};

export const drainVariables = {
  /** Lanes that one process works at the same time. */
  QUEUE_LANES: z.coerce.number().int().min(1).max(64).default(8),
  /** No new work is begun after this; below the function's own time limit. */
  QUEUE_BUDGET_MS: z.coerce.number().int().min(1_000).max(600_000).default(40_000),
  /** How long to stay for work that is due soon, such as a retry. Costs money on AWS, nothing elsewhere. */
  QUEUE_LINGER_MS: z.coerce.number().int().min(0).max(60_000).default(10_000),
};

export type DoorbellConfig = z.infer<z.ZodObject<typeof doorbellVariables>>;

/** @returns undefined when neither is set: then only the sweeper finds work */
export function doorbellTarget(config: DoorbellConfig): DoorbellTarget | undefined {
  if (config.DOORBELL_URL !== undefined) return { invokeUrl: config.DOORBELL_URL };
  if (config.QUEUE_URL !== undefined) return { queueUrl: config.QUEUE_URL, region: config.AWS_REGION };
  return undefined;
}
