// Lines of a simulation as a collector takes them in, without a vault.
import { avroEventCodec } from '../../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../../services/adapters/files/policy-directory.ts';
import type { DomainEvent } from '../../../services/core/domain/events.ts';
import type { EventId } from '../../../services/core/domain/vocabulary.ts';
import { simulate } from '../../../services/simulator/simulate.ts';
import type { Truth } from '../../../services/simulator/truth.ts';
import { contractsFolder, policiesFolder } from '../../support/repository-folders.ts';

export const registry = loadPolicyRegistry(policiesFolder);
const codec = avroEventCodec({ directory: contractsFolder });

export type Line = Readonly<Record<string, unknown>>;

export interface Arrived {
  readonly text: string;
  readonly eventId: EventId;
  readonly event: DomainEvent;
  /** Data subject, or the one made up for an identifier; null for register facts. */
  readonly about: string | null;
}

export function run(options: { readonly people: number; readonly seed: number; readonly deviationRate?: number }): {
  readonly lines: readonly string[];
  readonly truth: Truth;
} {
  const simulation = simulate({ ...options, registry });
  const lines = [...simulation.events()];
  return { lines, truth: simulation.truth() };
}

/** Those that pass their contract, once identifiers are resolved and references taken out; repeated ones too. */
export const arrived = (lines: readonly string[]): readonly Arrived[] =>
  lines.flatMap((text) => {
    const { identifier, references: _references, ...rest } = parse(text);
    const encoded = codec.fromJson(identifier === undefined ? rest : { ...rest, dataSubject: pseudonymOf(identifier) });
    if (!encoded.ok) return [];
    const { eventId, event } = encoded.value;
    return [{ text, eventId, event, about: 'dataSubject' in event ? event.dataSubject : null }];
  });

/** Each once, as the ledger would have them: the first content of an identity stays. */
export function recorded(all: readonly Arrived[]): readonly Arrived[] {
  const seen = new Set<string>();
  return all.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
}

/** What stands for the person whom the truth calls `mobile#17`. */
export const pseudonymOfPerson = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const pseudonymOf = (identifier: unknown): string => pseudonymOfPerson(Number(String((identifier as { value?: unknown }).value).slice(4)));

function parse(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
