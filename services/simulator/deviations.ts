// What goes wrong on purpose, and what it must be found as. Decided here from what the simulator itself did; the product's rules are not asked.
import { consentDeviations, rareDeviations } from './consent-deviations.ts';
import { furtherDeviations } from './further-deviations.ts';
import type { Life } from './journey.ts';
import { policyDeviations } from './policy-deviations.ts';
import type { Random } from './random.ts';

const kinds = [...rareDeviations, ...policyDeviations, ...consentDeviations, ...furtherDeviations];

/** Names of all kinds. */
export const deviationKinds: readonly string[] = kinds.map(({ kind }) => kind);

/** Most kinds fit few events: in any fixed order those that fit everything would take nearly all. */
const shuffled = <T>(list: readonly T[], random: Random): readonly T[] =>
  list
    .map((value) => ({ value, draw: random.next() }))
    .toSorted((a, b) => a.draw - b.draw)
    .map(({ value }) => value);

/** Goes through a life and lets a share `rate` of what was collected and shared go wrong, each event in one way at most. */
export function deviate(life: Life, rate: number): void {
  const { random } = life;
  for (const happening of life.journal.happenings.slice()) {
    const { type } = happening.event;
    if ((type !== 'PersonalDataCollected' && type !== 'PersonalDataShared') || happening.clause === null || !random.chance(rate)) continue;
    const inTurn = shuffled(kinds, random);
    const tried = random.chance(0.5) ? [...shuffled(rareDeviations, random), ...inTurn] : inTurn;
    tried.some(({ apply }) => apply(life, happening));
  }
}
