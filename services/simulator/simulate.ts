// People living with the bank: a stream of lines as producers would send them, and the truth about them. The same options give the same bytes.
import { formatInstant, parseInstant } from '../core/domain/instants.ts';
import type { Instant } from '../core/domain/vocabulary.ts';
import { versionInForce, type PolicyRegistry } from '../core/policy/registry.ts';
import { LineageError } from '../core/domain/errors.ts';
import { deliver, noNoise, type Delivery } from './delivery.ts';
import { deviate } from './deviations.ts';
import type { World } from './journey.ts';
import { live } from './live.ts';
import { simulatedPerson } from './person.ts';
import { seededRandom } from './random.ts';
import { recipientsOf } from './recipients.ts';
import { registerLines } from './registers.ts';
import { repertoireOf } from './sessions.ts';
import { truthBook, type Truth } from './truth.ts';

export interface SimulationOptions {
  readonly people: number;
  readonly seed: number;
  readonly from?: Instant;
  readonly to?: Instant;
  /** Share of collections and shares that go wrong, and of deliveries that are late, double or broken; 0.02 unless told. */
  readonly deviationRate?: number;
  readonly registry: PolicyRegistry;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Simulation {
  /** Lines without their ends. @throws LineageError ERR_INVARIANT when read a second time. */
  events(): Generator<string>;
  /** Complete once `events` is at its end. */
  truth(): Truth;
}

/** Lives are told in blocks and each block is put in the order of arrival, so that memory does not grow with the people. */
const blockPeople = 200;
const defaultFrom = parseInstant('2025-08-13T00:00:00+08:00') as Instant;
const defaultTo = parseInstant('2026-02-13T00:00:00+08:00') as Instant;

/** @throws LineageError ERR_INPUT when no policy version is in force at `from`, or there is no time between from and to. */
export function simulate({
  people,
  seed,
  from = defaultFrom,
  to = defaultTo,
  deviationRate = 0.02,
  registry,
  onProgress = () => {},
}: SimulationOptions): Simulation {
  const version = versionInForce(registry, from);
  if (!version) throw new LineageError('ERR_INPUT', `no policy version is in force at ${formatInstant(from)}`);
  if (to - from < 60 * 86_400_000) throw new LineageError('ERR_INPUT', 'a simulation needs at least 60 days between from and to');
  const world: World = { version, recipients: recipientsOf(version), from, to };
  const repertoire = repertoireOf(version);
  const root = seededRandom(String(seed));
  const noise = noNoise();
  const book = truthBook();
  let lines = 0;
  let begun = false;

  const block = (first: number, last: number): readonly Delivery[] => {
    const deliveries: Delivery[] = [];
    for (let number = first; number <= last; number += 1) {
      const random = root.fork(`person-${number}`);
      const life = live(simulatedPerson(number, random, from, to), random, world, repertoire);
      deviate(life, deviationRate);
      life.journal.happenings.sort((a, b) => a.at - b.at);
      book.write(life);
      deliveries.push(...deliver(life.journal.happenings, life.person, random, deviationRate, noise));
    }
    return deliveries.toSorted((a, b) => a.at - b.at);
  };

  return {
    *events() {
      if (begun) throw new LineageError('ERR_INVARIANT', 'a simulation is read once');
      begun = true;
      const registers = registerLines(world);
      for (const line of registers.first) yield line;
      lines += registers.first.length;
      for (let first = 1; first <= people; first += blockPeople) {
        const last = Math.min(first + blockPeople - 1, people);
        for (const { line } of block(first, last)) {
          lines += 1;
          yield line;
        }
        onProgress(last, people);
      }
      for (const line of registers.last) yield line;
      lines += registers.last.length;
    },
    truth: () => {
      const { first, last } = registerLines(world);
      const truth = book.close({ seed, people, from: formatInstant(from), to: formatInstant(to), policyVersion: version.id, lines }, noise);
      return { ...truth, events: truth.events + first.length + last.length };
    },
  };
}
