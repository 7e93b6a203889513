// How events reach the bank: mostly soon and in order; some late, twice, out of order, in conflict, or broken.
import { formatInstant } from '../core/domain/instants.ts';
import type { Instant } from '../core/domain/vocabulary.ts';
import { idOf, type EventJson, type Happening } from './journal.ts';
import type { SimulatedPerson } from './person.ts';
import type { Random } from './random.ts';
import { dayMs, hourMs, minuteMs } from './rhythm.ts';

export interface Delivery {
  readonly at: Instant;
  readonly line: string;
}

/** What happened on the way, counted. */
export interface Noise {
  duplicates: number;
  conflicts: number;
  /** Events that arrived after one of the same person that happened later. */
  outOfOrder: number;
  /** The consents among those: what they cover was judged without them first. */
  readonly late: { readonly producer: string; readonly sourceEventId: string; readonly eventId: string }[];
  poison: number;
  /** Poison lines per person, of those that still say whom they are about. */
  readonly poisonAbout: Map<string, number>;
}

export const noNoise = (): Noise => ({ duplicates: 0, conflicts: 0, outOfOrder: 0, late: [], poison: 0, poisonAbout: new Map() });

const soonMs = 30_000;

interface Arrival {
  readonly at: Instant;
  readonly happening: Happening;
}

/** Lines of one person's events, given in the order in which they happened, with the moment each arrives. `rate` is the share of each kind of noise. */
export function deliver(happenings: readonly Happening[], person: SimulatedPerson, random: Random, rate: number, noise: Noise): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  const arrivals: Arrival[] = [];
  let promptly = 0;
  let delayed = false;
  for (const happening of happenings) {
    const { at, event } = happening;
    const line = JSON.stringify(event);
    // Never before an earlier event of this person: order is lost only where it is meant to be.
    promptly = Math.max(promptly, at + random.between(0, soonMs));
    const arrives = promptly + delay(event.type, random, rate);
    delayed ||= arrives > promptly;
    arrivals.push({ at: arrives, happening });
    deliveries.push({ at: arrives, line });
    if (random.chance(rate / 2)) {
      deliveries.push({ at: arrives + random.between(1, 72) * hourMs, line });
      noise.duplicates += 1;
    }
    if (random.chance(rate / 10)) {
      deliveries.push({ at: arrives + random.between(1, 5) * hourMs, line: JSON.stringify(otherContent(event, at)) });
      noise.conflicts += 1;
    }
    if (random.chance(rate / 10)) deliveries.push({ at: arrives, line: poison(line, person, noise, random) });
  }
  if (delayed) countOvertaken(arrivals, person, noise);
  return deliveries;
}

/** Consents are late by days, so that much is judged before they come; other events by hours. */
function delay(type: string, random: Random, rate: number): number {
  if (type === 'ConsentGranted' && random.chance(rate)) return random.between(1, 10) * dayMs;
  return random.chance(rate / 2) ? random.between(1, 48) * hourMs : 0;
}

/** A delay that nothing overtook changed no order: only what was overtaken counts. */
function countOvertaken(arrivals: readonly Arrival[], person: SimulatedPerson, noise: Noise): void {
  const latest = new Map<string, Instant>();
  for (const { happening } of arrivals.toSorted((a, b) => a.at - b.at)) {
    const about = aboutWhom(happening.event, person);
    const { producer, sourceEventId, type } = happening.event;
    if (happening.at >= (latest.get(about) ?? 0)) latest.set(about, happening.at);
    else if (type === 'ConsentGranted') noise.late.push({ producer, sourceEventId, eventId: idOf(happening) });
    else noise.outOfOrder += 1;
  }
}

/** How the truth calls the person an event is about: a payee is somebody else. */
export const aboutWhom = (event: Readonly<Record<string, unknown>>, person: SimulatedPerson): string =>
  typeof event['dataSubject'] === 'string' ? event['dataSubject'] : person.key;

/** A content change that keeps the identity. */
const otherContent = (event: EventJson, at: Instant): EventJson => ({ ...event, occurredAt: formatInstant(at + minuteMs) });

/** A line that no contract takes. All but the torn one still say whom they are about. */
function poison(line: string, person: SimulatedPerson, noise: Noise, random: Random): string {
  noise.poison += 1;
  const event = { ...(JSON.parse(line) as Record<string, unknown>), sourceEventId: `poison-${noise.poison}` };
  const wrong = random.pick([null, { nickname: 'x' }, { occurredAt: 'yesterday' }, { type: 'PersonalDataEaten' }, { policyVersion: 88 }]);
  if (wrong === null) return line.slice(0, random.between(10, line.length - 2));
  const about = aboutWhom(event, person);
  noise.poisonAbout.set(about, (noise.poisonAbout.get(about) ?? 0) + 1);
  return JSON.stringify({ ...event, ...wrong });
}
