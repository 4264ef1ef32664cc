import * as z from 'zod';

const MIN_SECRET_LENGTH = 16;

export const webhookVariables = {
  /** Lets a message that carries it in its body in, for senders that cannot use a hook URL. Absent: only hook tokens count. */
  WEBHOOK_SECRET: z
    .string()
    .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters, e.g. from: openssl rand -hex 32`)
    .meta({ isSecret: true })
    .optional(),
};
