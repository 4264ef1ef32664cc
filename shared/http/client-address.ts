import { type HttpEvent, headerOf } from './event.ts';

/**
 * Who is calling. X-Forwarded-For is written by the caller up to the entries that our own proxies appended, so it is read
 * from the right, as many steps as there are proxies that we trust.
 */
export function clientAddress(event: HttpEvent, trustedProxies: number): string {
  const peer = event.requestContext?.http?.sourceIp ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const hops = (headerOf(event, 'x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return hops.filter((hop) => hop !== '').at(-trustedProxies) ?? peer;
}
