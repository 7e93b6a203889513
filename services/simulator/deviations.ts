// What goes wrong on purpose, and what it must be found as. Decided here from what the simulator itself did; the product's rules are not asked.
import { consentDeviations, rareDeviations } from './consent-deviations.ts';
import type { Life } from './journey.ts';
import { policyDeviations } from './policy-deviations.ts';

const kinds = [...rareDeviations, ...policyDeviations, ...consentDeviations];

/** Names of all kinds. */
export const deviationKinds: readonly string[] = kinds.map(({ kind }) => kind);

/** Goes through a life and lets a share `rate` of what was collected and shared go wrong, each event in one way at most. */
export function deviate(life: Life, rate: number): void {
  const { random } = life;
  for (const happening of life.journal.happenings.slice()) {
    const { type } = happening.event;
    if ((type !== 'PersonalDataCollected' && type !== 'PersonalDataShared') || happening.clause === null || !random.chance(rate)) continue;
    const first = random.between(0, kinds.length - 1);
    const inTurn = [...kinds.slice(first), ...kinds.slice(0, first)];
    const tried = random.chance(0.5) ? [...rareDeviations, ...inTurn] : inTurn;
    tried.some(({ apply }) => apply(life, happening));
  }
}
