import { type HttpEvent, headerOf } from './event.ts';

/** The address of the service for links that the caller is shown: as configured, or as the caller reached it. */
export function baseUrlOf(event: HttpEvent, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = headerOf(event, 'host') ?? event.requestContext?.domainName ?? 'localhost';
  const protocol = headerOf(event, 'x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${protocol}://${host}`;
}
