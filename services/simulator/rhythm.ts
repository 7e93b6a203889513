// When people use their bank: in Asia/Shanghai, more by day than at night, more on working days than at the weekend.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Random } from './random.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const shanghaiOffsetMs = 8 * hourMs;

/** Weight of each hour of the day, 0 to 23. */
const hours = [2, 1, 1, 1, 1, 2, 4, 8, 12, 15, 16, 15, 17, 14, 13, 14, 14, 13, 14, 16, 18, 16, 10, 5];
const hoursTotal = hours.reduce((sum, weight) => sum + weight, 0);
const weekendShare = 0.7;

/** A moment between two instants, by the rhythm of days and hours. `from` itself when there is no room. */
export function momentBetween(random: Random, from: Instant, to: Instant): Instant {
  if (to - from < 2 * dayMs) return from + Math.floor(random.next() * Math.max(0, to - from));
  for (;;) {
    const day = Math.floor((from + shanghaiOffsetMs + random.next() * (to - from)) / dayMs) * dayMs;
    if ([0, 6].includes(new Date(day).getUTCDay()) && !random.chance(weekendShare)) continue;
    const at = day + hourOfDay(random) * hourMs + Math.floor(random.next() * hourMs) - shanghaiOffsetMs;
    if (at >= from && at < to) return at;
  }
}

function hourOfDay(random: Random): number {
  let left = random.next() * hoursTotal;
  for (const [hour, weight] of hours.entries()) {
    left -= weight;
    if (left < 0) return hour;
  }
  return hours.length - 1;
}
