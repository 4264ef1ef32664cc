import type { Route } from '../../shared/http/route.ts';
import type { ApiDeps } from './api-deps.ts';

export const BASE = '/api/v1';

export type ApiRoute = Route<ApiDeps>;

export const NOT_FOUND = { 404: 'There is no such thing, or it is not yours' } as const;
