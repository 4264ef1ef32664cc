import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../../shared/queue/back-off.ts';

const BACK_OFF = { firstMs: 500, mostMs: 15_000 };
const many = (attempts: number): number[] => Array.from({ length: 200 }, () => backOffMs(attempts, BACK_OFF));

describe('backOffMs()', () => {
  it.each([
    { attempts: 0, least: 250, most: 500 },
    { attempts: 1, least: 500, most: 1_000 },
    { attempts: 5, least: 7_500, most: 15_000 },
    { attempts: 10_000, least: 7_500, most: 15_000 },
  ])('is between $least and $most ms after $attempts attempts', ({ attempts, least, most }) => {
    expect(Math.min(...many(attempts))).toBeGreaterThanOrEqual(least);
    expect(Math.max(...many(attempts))).toBeLessThanOrEqual(most);
  });

  it('leaves some of it to chance', () => {
    expect(new Set(many(5)).size).toBeGreaterThan(50);
  });
});
