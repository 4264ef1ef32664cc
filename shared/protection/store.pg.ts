import * as z from 'zod';
import type { Database } from '../database/pool.pg.ts';
import { signalShape, storedDecimal } from '../signals/signal-json.ts';
import type { KeptProtection, ProtectedPosition, ProtectionPlan } from './plan.ts';

const storedPlan = signalShape(storedDecimal)
  .pick({ takeProfits: true, stopLoss: true, breakEven: true })
  .extend({ marketPrice: storedDecimal.optional(), targetsSince: z.coerce.date().optional() });

type ProtectionRow = {
  id: string;
  alert_id: string;
  step: number;
  position_id: string | null;
  side: ProtectedPosition['side'];
  plan: unknown;
  is_break_even: boolean;
  unprotected_since: Date | null;
  is_alarm_told: boolean;
  reason: string | null;
  created_at: Date;
};

/** The plan in force in a lane; at most one is. */
export async function selectProtection(
  database: Database,
  { userId, accountId, market, symbol }: { userId: string; accountId: string; market: string; symbol: string },
): Promise<KeptProtection | undefined> {
  const { rows } = await database.query<ProtectionRow>(
    `select id, alert_id, step, position_id, side, plan, is_break_even, unprotected_since, is_alarm_told, reason, created_at
     from protections where user_id = $1 and account_id = $2 and market = $3 and symbol = $4 and ended_at is null`,
    [userId, accountId, market, symbol],
  );
  const [row] = rows;
  return row && toProtection(row);
}

function toProtection(row: ProtectionRow): KeptProtection {
  return {
    id: row.id,
    alertId: row.alert_id,
    step: row.step,
    side: row.side,
    plan: storedPlan.parse(row.plan) as ProtectionPlan,
    isBreakEvenReached: row.is_break_even,
    isAlarmTold: row.is_alarm_told,
    createdAt: row.created_at,
    ...(row.position_id === null ? {} : { positionId: row.position_id }),
    ...(row.unprotected_since === null ? {} : { unprotectedSince: row.unprotected_since }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
