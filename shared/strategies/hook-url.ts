/** Where TradingView posts to. It holds the token, so it is shown when that is made and never again. */
export function hookUrl(baseUrl: string, hookToken: string): string {
  return `${baseUrl}/api/v1/webhook/${hookToken}`;
}
