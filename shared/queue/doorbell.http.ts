import { AwsClient } from 'aws4fetch';
import type { Log } from '../log/logger.ts';
import { type Doorbell, quietDoorbell } from './doorbell.ts';
import { WORK_MESSAGE } from './work-message.ts';

export type DoorbellTarget = { invokeUrl: string } | { queueUrl: string; region: string };

const RING_TIMEOUT_MS = 2_000;

/**
 * Locally: an asynchronous invoke of the queue function through the Lambda Invoke API. On AWS: a message to its queue.
 * With no target the sweeper alone finds work.
 */
export function httpDoorbell(target: DoorbellTarget | undefined, log: Log): Doorbell {
  if (target === undefined) return { ring() {} };
  const send = 'invokeUrl' in target ? () => invoke(target.invokeUrl) : sqsSender(target);
  return quietDoorbell(send, (error) => {
    log.warn('The doorbell could not be rung; the sweeper will find the work', {
      reason: error instanceof Error ? error.message : String(error),
    });
  });
}

async function invoke(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event', 'content-type': 'application/json' },
    body: JSON.stringify({ Records: [{ messageId: 'local', body: WORK_MESSAGE }] }),
    signal: AbortSignal.timeout(RING_TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (response.status !== 202)
    throw new Error(`The queue function answered ${response.status} to an asynchronous invoke`);
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html, JSON protocol */
function sqsSender(target: { queueUrl: string; region: string }): () => Promise<void> {
  return async () => {
    const client = new AwsClient({ ...credentials(), service: 'sqs', region: target.region, retries: 1 });
    const response = await client.fetch(new URL('/', target.queueUrl).href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      body: JSON.stringify({ QueueUrl: target.queueUrl, MessageBody: WORK_MESSAGE }),
      signal: AbortSignal.timeout(RING_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`SQS answered ${response.status} to SendMessage`);
  };
}

/** Lambda puts the role's short-lived credentials into the environment; they are those of the process, not configuration. */
function credentials(): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '',
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
}
