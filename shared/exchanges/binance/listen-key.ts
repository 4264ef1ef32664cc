import * as z from 'zod';

/** It stands in an address, so nothing may be in it that an address could read otherwise. */
export const listenKeyReply = z.object({ listenKey: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/) });
