import { DELAYED_DATA } from '../../signals/signal.ts';
import type { StandingRule } from '../risk.ts';

/** A chart that shows prices late names another market than the one where real money would be traded now. */
export const delayedData: StandingRule = ({ signal, accountMode }) =>
  accountMode === 'live' && signal.extras.delayed_data === DELAYED_DATA.delayed_data
    ? {
        rule: 'delayed_data',
        reason: `The prices of the chart on "${signal.chartExchange ?? 'its exchange'}" are delayed; real money is traded on charts in real time only`,
      }
    : undefined;
