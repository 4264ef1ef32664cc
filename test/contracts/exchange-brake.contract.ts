import { expect, it } from 'vitest';
import type { ExchangeBrake } from '../../shared/exchanges/binance/brake.ts';

/** What every brake must do. `newKey` keeps tests out of each other's way. */
export function brakeContract(makeBrake: () => ExchangeBrake, newKey: () => string): void {
  it('holds nothing that it was not told to', async () => {
    expect(await makeBrake().heldFor([newKey(), newKey()])).toBe(0);
    expect(await makeBrake().heldFor([])).toBe(0);
  });

  it('holds a key for as long as it was told, and no other key', async () => {
    const brake = makeBrake();
    const key = newKey();
    await brake.hold(key, 30_000);
    const held = await brake.heldFor([key]);
    expect(held).toBeGreaterThan(25_000);
    expect(held).toBeLessThanOrEqual(30_000);
    expect(await brake.heldFor([newKey()])).toBe(0);
  });

  it('answers for several keys with the longest hold', async () => {
    const brake = makeBrake();
    const [short, long] = [newKey(), newKey()];
    await brake.hold(long, 60_000);
    await brake.hold(short, 1_000);
    expect(await brake.heldFor([short, long, newKey()])).toBeGreaterThan(30_000);
  });

  it('is not shortened by a later, shorter hold', async () => {
    const brake = makeBrake();
    const key = newKey();
    await brake.hold(key, 60_000);
    await brake.hold(key, 1_000);
    expect(await brake.heldFor([key])).toBeGreaterThan(30_000);
  });
}
