// One whole life, from the first notice to the last event.
import { beginLife, later, type Life, type World } from './journey.ts';
import { changeMind, closeAccount, keep } from './leaving.ts';
import { askAndTell } from './scenes.ts';
import type { SimulatedPerson } from './person.ts';
import { bindCard, buyFund, insure, openAccount, orderCard, takeLoan, transfer, useEcny } from './products.ts';
import type { Random } from './random.ts';
import { dayMs, minuteMs } from './rhythm.ts';
import { logIn, type Repertoire } from './sessions.ts';

/** Who does what with which probability; a share of all people with an open account. */
const habits: readonly { readonly probability: number; readonly times: number; readonly days: number; readonly live: (life: Life, at: number) => void }[] = [
  { probability: 0.9, times: 1, days: 3, live: bindCard },
  { probability: 0.6, times: 6, days: 150, live: transfer },
  { probability: 0.25, times: 1, days: 30, live: orderCard },
  { probability: 0.2, times: 1, days: 90, live: takeLoan },
  { probability: 0.3, times: 3, days: 120, live: buyFund },
  { probability: 0.12, times: 1, days: 120, live: insure },
  { probability: 0.1, times: 1, days: 120, live: useEcny },
];

const closesShare = 0.04;

export function live(person: SimulatedPerson, random: Random, world: World, repertoire: Repertoire): Life {
  const life = beginLife(person, random, world);
  logIn(life, life.general.at + minuteMs, repertoire);
  const openedAt = openAccount(life, life.general.at + random.between(3, 30) * minuteMs);
  // When it ends is known to the simulator from the start: nothing is put after it.
  const closesAt = openedAt !== null && random.chance(closesShare) ? later(life, openedAt + 30 * dayMs, 60) : null;
  if (closesAt !== null) life.endsAt = closesAt - dayMs;
  for (let i = person.givesUp ? person.sessions - 3 : 0; i < person.sessions; i += 1) {
    const at = later(life, life.general.at + 2 * 60 * minuteMs, 180);
    if (at !== null) logIn(life, at, repertoire);
  }
  if (openedAt !== null) liveWithAccount(life, openedAt);
  changeMind(life);
  if (closesAt !== null) {
    life.endsAt = closesAt + dayMs;
    closeAccount(life, closesAt);
  }
  keep(life, ({ at }) => at < world.to); // answers and deliveries that would come after the end
  askAndTell(life);
  return life;
}

function liveWithAccount(life: Life, openedAt: number): void {
  const { random } = life;
  for (const { probability, times, days, live: act } of habits) {
    if (!random.chance(probability)) continue;
    for (let i = random.between(1, times); i > 0; i -= 1) {
      const at = later(life, openedAt + minuteMs, days);
      if (at !== null) act(life, at);
    }
  }
}
