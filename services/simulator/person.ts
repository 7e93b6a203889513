// A simulated person: invented, pseudonymous, with the few traits that shape a life with the bank.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Random } from './random.ts';
import { dayMs, momentBetween } from './rhythm.ts';

export interface SimulatedPerson {
  readonly number: number;
  /** How truth.json calls it: the data subject, or `mobile#17` where producers know only an identifier, here of person 17. */
  readonly key: string;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly platform: 'android' | 'ios' | 'harmonyos';
  readonly joinsAt: Instant;
  /** Log-ins over the whole time. */
  readonly sessions: number;
  /** Gives up before the account is open. */
  readonly givesUp: boolean;
}

const byIdentifierShare = 0.05;
const givesUpShare = 0.08;

export function simulatedPerson(number: number, random: Random, from: Instant, to: Instant): SimulatedPerson {
  const dataSubject = random.uuid();
  const mobile = `+999${String(number).padStart(8, '0')}`; // a country code that is given to nobody
  const byIdentifier = random.chance(byIdentifierShare);
  const draw = random.next();
  return {
    number,
    key: byIdentifier ? `mobile#${number}` : dataSubject,
    identity: byIdentifier ? { identifier: { type: 'mobile', value: mobile } } : { dataSubject },
    platform: draw < 0.55 ? 'android' : draw < 0.9 ? 'ios' : 'harmonyos',
    joinsAt: momentBetween(random, from + dayMs, from + (to - from) * 0.5),
    // Most look in now and then, a few live in the app.
    sessions: random.between(3, 12) + (random.chance(0.3) ? random.between(5, 25) : 0),
    givesUp: random.chance(givesUpShare),
  };
}
