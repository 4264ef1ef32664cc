/** What `risk=` of PineConnector counts. `margin_percent` is what the position costs, in percent of equity. */
export const VOLUME_UNITS = ['lots', 'loss_amount', 'loss_percent', 'margin_percent'] as const;
/** What a price of PineConnector counts. Pips mean nothing where prices have ticks, so that they cannot be chosen. */
export const PRICE_UNITS = ['price', 'percent'] as const;

export type VolumeUnit = (typeof VOLUME_UNITS)[number];
export type PriceUnit = (typeof PRICE_UNITS)[number];

/**
 * What a message does not say because its vendor keeps it in settings, chosen once per strategy. A message that needs a setting which
 * is absent is refused with `unit_not_chosen`, never guessed at.
 */
export type ReadSettings = {
  pineConnector?: {
    /** `risk=` */
    volumeUnit?: VolumeUnit;
    /** `sl=` and `tp=` */
    targetUnit?: PriceUnit;
    /** `price=` of a pending order */
    entryUnit?: PriceUnit;
  };
  /** A command of Autoview without `t=` and `p=` is a market order; absent, it is refused: the default there is a limit. */
  autoviewMarketWithoutPrice?: boolean;
  /** Which way the deals of a 3Commas DCA bot go; absent, they are buys, to which the side rule of the strategy applies. */
  dealSide?: 'long' | 'short';
};
