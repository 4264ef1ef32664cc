import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { isWorkMessage } from '../../shared/queue/work-message.ts';
import { keepAlive } from '../../shared/shutdown/shutdown.ts';
import { log, wire } from './wire.ts';

const { drainer } = wire();

/** The message only says that there is work; which, is in the database. A message that cannot be read goes to the DLQ. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const records = event.Records ?? [];
  const poison = records.filter(({ body }) => !isWorkMessage(body));
  for (const { messageId } of poison) log.warn('A queue message is not one of ours', { messageId });
  const failed = (await drained()) ? poison : records;
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function drained(): Promise<boolean> {
  try {
    await keepAlive(drainer.drain());
    return true;
  } catch (error) {
    log.error('The lanes could not be worked', error instanceof Error ? error : new Error(String(error)));
    return false;
  }
}
