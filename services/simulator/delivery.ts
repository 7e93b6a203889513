// How events reach the bank: mostly soon and in order; some late, twice, out of order, in conflict, or broken.
import type { Instant } from '../core/domain/vocabulary.ts';
import { otherContent } from './deviations.ts';
import type { Happening } from './journal.ts';
import type { Random } from './random.ts';
import { dayMs, hourMs } from './rhythm.ts';

export interface Delivery {
  readonly at: Instant;
  readonly line: string;
}

/** What happened on the way, counted. */
export interface Noise {
  duplicates: number;
  conflicts: number;
  outOfOrder: number;
  /** Facts that arrived after what they cover. */
  readonly late: { readonly producer: string; readonly sourceEventId: string }[];
  readonly poison: { readonly line: string; readonly key: string | null }[];
}

/** Less than the time between two steps of one person: order is lost only where it is meant to be. */
const soonMs = 400;

/** Lines of one person's events with the moment each arrives. `rate` is the share of each kind of noise. */
export function deliver(happenings: readonly Happening[], key: string, random: Random, rate: number, noise: Noise): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  for (const { at, event } of happenings) {
    const line = JSON.stringify(event);
    let arrives = at + random.between(0, soonMs);
    if (event.type === 'ConsentGranted' && random.chance(rate)) {
      arrives += random.between(1, 10) * dayMs;
      noise.late.push({ producer: event.producer, sourceEventId: event.sourceEventId });
    } else if (random.chance(rate / 2)) {
      arrives += random.between(1, 48) * hourMs;
      noise.outOfOrder += 1;
    }
    deliveries.push({ at: arrives, line });
    if (random.chance(rate / 2)) {
      deliveries.push({ at: arrives + random.between(1, 72) * hourMs, line });
      noise.duplicates += 1;
    }
    if (random.chance(rate / 10)) {
      deliveries.push({ at: arrives + random.between(1, 5) * hourMs, line: JSON.stringify(otherContent(event, at)) });
      noise.conflicts += 1;
    }
    if (random.chance(rate / 10)) deliveries.push({ at: arrives, line: poison(line, key, noise, random) });
  }
  return deliveries;
}

/** A line that no contract takes. Half of them still say whom they are about. */
function poison(line: string, key: string, noise: Noise, random: Random): string {
  const number = noise.poison.length + 1;
  const event = { ...(JSON.parse(line) as Record<string, unknown>), sourceEventId: `poison-${key.replace(/^mobile:/, 'm')}-${number}` };
  const named = 'dataSubject' in event && typeof event.dataSubject === 'string' ? event.dataSubject : null;
  const [broken, about] = random.pick<readonly [string, string | null]>([
    [line.slice(0, random.between(10, line.length - 2)), null],
    [JSON.stringify({ ...event, nickname: 'x' }), named],
    [JSON.stringify({ ...event, occurredAt: 'yesterday' }), named],
    [JSON.stringify({ ...event, type: 'PersonalDataEaten' }), named],
    [JSON.stringify({ ...event, policyVersion: 88 }), named],
  ]);
  noise.poison.push({ line: broken, key: about });
  return broken;
}
