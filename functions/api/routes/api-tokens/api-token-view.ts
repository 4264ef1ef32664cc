import * as z from 'zod';
import { type Json, toJson } from '../../../../shared/http/to-json.ts';
import type { ApiToken } from '../../../../shared/users/api-token.ts';
import { idText, instantText } from '../../fields.ts';

export const apiTokenSchema = z
  .object({
    id: idText,
    name: z.string(),
    hint: z.string().describe('How the token ends'),
    createdAt: instantText,
    lastUsedAt: instantText.optional().describe('To the minute'),
    expiresAt: instantText.optional(),
    revokedAt: instantText.optional(),
  })
  .meta({ id: 'ApiToken' });

export function apiTokenView({ userId: _, ...token }: ApiToken): Json<Omit<ApiToken, 'userId'>> {
  return toJson(token);
}
