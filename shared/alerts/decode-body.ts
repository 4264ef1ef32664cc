import { type CleanText, cleanText } from './clean-text.ts';

/** Reads bytes as UTF-8, whatever the Content-Type said, and reports what had to be mended; it never fails. */
export function decodeBody(bytes: Uint8Array): CleanText {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const clean = cleanText(text);
  if (!isValidUtf8(bytes)) clean.repairs.push('invalid_utf8');
  return clean;
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
