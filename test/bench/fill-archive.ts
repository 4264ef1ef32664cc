import type { World } from '../support/world.ts';

/** Brings the archive of the one user to `count` alerts, all ended, spread over time as ids that sort by age. */
export async function fillArchive(world: World, count: number): Promise<void> {
  await world.query(
    `insert into alerts (id, user_id, strategy_id, source, received_at, raw, body_digest, identity, dialect, signals, status, ended_at)
     select 'alt_0' || lpad(to_hex(n), 25, '0'), 'usr_1', 'str_1', 'webhook', now() - make_interval(secs => $1::integer - n),
       '{"symbol":"BTCUSDT","action":"buy","quantity":"1","price":"100"}', md5(n::text), 'fill:' || n, 'generic',
       '[{"dialect":"generic","step":1,"of":1,"delaySeconds":0,"symbol":"BTCUSDT","intent":"buy","size":{"type":"base","value":"1"},
          "reduceOnly":false,"orderType":"market","takeProfits":[],"cancelFirst":false,"dryRun":false,"extras":{}}]',
       (array['filled', 'denied', 'no_op'])[1 + n % 3], now()
     from generate_series((select count(*)::integer from alerts) + 1, $1::integer) as n`,
    [count],
  );
  await world.query('analyze alerts');
}
