const PAIR = /^([A-Za-z0-9]{2,15})[_-]([A-Za-z0-9]{2,15})$/;

/** `USDT_BTC` and `USDT-BTC`, quote first, as some vendors spell a pair. Anything else is left as it is. */
export function swapPair(text: string): string {
  const [, quote, base] = PAIR.exec(text.trim()) ?? [];
  return quote === undefined || base === undefined ? text : `${base}/${quote}`;
}
