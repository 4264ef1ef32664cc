import type { Network } from '../protocol/market-name.ts';
import type { Route } from '../protocol/route.ts';

/**
 * What a key may do. Only the live exchange and the demo have `/sapi`; on the testnet there is nothing at that address.
 * https://developers.binance.com/docs/wallet/account/api-key-permission
 */
export function restrictionRoutes(network: Network): Route[] {
  if (network === 'testnet') return [];
  return [
    {
      ...{ method: 'GET', path: '/sapi/v1/account/apiRestrictions', security: 'USER_DATA', weight: 1, params: [] },
      handle({ account: { permissions, allowedIps, createdAtMs } }) {
        return {
          ipRestrict: allowedIps !== undefined,
          createTime: createdAtMs,
          enableInternalTransfer: false,
          enableMargin: false,
          permitsUniversalTransfer: false,
          enableVanillaOptions: false,
          enablePortfolioMarginTrading: false,
          enableFixApiTrade: false,
          enableFixReadOnly: false,
          ...permissions,
          fieldOfTomorrow: true,
        };
      },
    },
  ];
}
