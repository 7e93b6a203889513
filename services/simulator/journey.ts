// A life with the bank: notice, consent, log-ins, an account, a card, transfers, loans, funds, insurance, and leaving.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Clause, PolicyVersion } from '../core/policy/registry.ts';
import { idOf, journal, type Happening, type Journal, type SeparateConsent } from './journal.ts';
import { onceFor } from './once-for.ts';
import type { SimulatedPerson } from './person.ts';
import type { Random } from './random.ts';
import type { Recipients, SimulatedRecipient } from './recipients.ts';
import { dayMs, hourMs, minuteMs, momentBetween } from './rhythm.ts';

export interface World {
  readonly version: PolicyVersion;
  readonly recipients: Recipients;
  readonly from: Instant;
  readonly to: Instant;
}

/** The tick box under the policy. Once it is taken back, nothing rests on consent any more. */
export interface GeneralConsent {
  readonly consent: string;
  readonly at: Instant;
  readonly granted: Happening;
  withdrawn: Happening | null;
}

/** Consent to handling the sensitive items of a clause (PIPL 29), for the bank and whatever the clause allows. */
export interface SceneConsent {
  readonly at: Instant;
  readonly clause: Clause;
}

/** What one person did, with everything the steps of its life need. */
export interface Life {
  readonly person: SimulatedPerson;
  readonly random: Random;
  readonly world: World;
  readonly journal: Journal;
  readonly general: GeneralConsent;
  /** Separate consents given: `recipient clause` → what a share needs to know. */
  readonly separate: Map<string, SeparateConsent>;
  /** By clause and need: what a scene asks for when it is first used. */
  readonly scenes: Map<string, SceneConsent>;
  /** Recipients that the person was told of by name and contact. */
  readonly told: Map<string, Instant>;
  /** When what the bank kept was restricted; null while the account is open. */
  restrictedAt: Instant | null;
  /** Nothing happens after it: when the person closes the account, or the end of the time simulated. */
  endsAt: Instant;
}

/** The beginning of every life: the notice is shown, the policy agreed to. */
export function beginLife(person: SimulatedPerson, random: Random, world: World): Life {
  const notes = journal(`p${person.number}`, person.identity);
  const { joinsAt } = person;
  const policy = { policyVersion: world.version.id };
  notes.note(joinsAt, 'NoticeShown', 'app-gateway', {
    ...policy,
    notice: world.version.id,
    elements: ['name', 'contact', 'purpose', 'method', 'items', 'retention', 'rights', 'necessity', 'impact'],
    channel: 'app',
  });
  const at = joinsAt + random.between(20, 240) * 1000;
  const consent = `g-${person.number}`;
  // The tick box of the policy: everything it says, and nothing that needs a consent of its own.
  const granted = notes.note(at, 'ConsentGranted', 'app-gateway', {
    ...policy,
    consent,
    kind: 'general',
    items: [],
    purposes: [],
    notice: world.version.id,
    channel: 'app',
  });
  return {
    person,
    random,
    world,
    journal: notes,
    general: { consent, at, granted, withdrawn: null },
    separate: new Map(),
    scenes: new Map(),
    told: new Map(),
    restrictedAt: null,
    endsAt: world.to,
  };
}

export function clauseOf({ world }: Life, id: string): Clause {
  const clause = world.version.clauses.get(id);
  if (!clause) throw new Error(`the simulator needs clause ${id}, which the registry does not have`);
  return clause;
}

/** Items of a clause that are the person's own. */
export const ownItems = onceFor((clause: Clause): readonly string[] => [...new Set(clause.items.filter(({ of }) => of === 'user').map(({ code }) => code))]);

const someItems = ({ random }: Life, clause: Clause): readonly string[] => {
  const own = ownItems(clause);
  return own.length === 0 ? [] : random.some(own, 0.5);
};

export interface CollectOptions {
  readonly purpose?: string;
  /** `13-1` rests on the general consent, `13-2` on the contract. */
  readonly legalBasis?: '13-1' | '13-2' | '13-3';
  readonly producer?: string;
  readonly product?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The bank collects what a clause lists. Null when the clause lists nothing of the person's own. */
export function collect(life: Life, at: Instant, id: string, options: CollectOptions = {}): Happening | null {
  const { purpose, legalBasis = '13-1', producer = 'app-gateway', product, more = {} } = options;
  const clause = clauseOf(life, id);
  const items = someItems(life, clause);
  if (items.length === 0 || at >= life.endsAt) return null;
  return life.journal.note(
    at,
    'PersonalDataCollected',
    producer,
    {
      ...act(life, clause, purpose ?? clause.purposes[0] ?? '', items, legalBasis),
      ...(legalBasis === '13-1' ? { consent: life.general.consent } : {}),
      ...(product === undefined ? {} : { product }),
      platform: life.person.platform,
      storageLocation: 'CN',
      ...more,
    },
    clause,
  );
}

const act = ({ world }: Life, clause: Clause, purpose: string, items: readonly string[], legalBasis: string) => ({
  policyVersion: world.version.id,
  clause: clause.id,
  items,
  purpose,
  legalBasis,
  ...(legalBasis === '13-2' ? { basisEvidence: 'account-agreement' } : legalBasis === '13-3' ? { basisEvidence: 'aml-law' } : {}),
});

export interface ShareOptions extends Omit<CollectOptions, 'legalBasis'> {
  readonly legalBasis: '13-1' | '13-2' | '13-3';
  readonly mode: 'provided' | 'entrusted' | 'sdk-direct' | 'statutory';
  readonly recipient?: SimulatedRecipient;
  readonly items?: readonly string[];
  readonly causedBy?: readonly (Happening | null)[];
}

/** The bank hands items of a clause to one of the recipients it allows. Without the person's own consent: entrusted, by contract, by law, or by an SDK. */
export function share(life: Life, at: Instant, id: string, options: ShareOptions): Happening | null {
  const clause = clauseOf(life, id);
  const allowed = life.world.recipients.of(clause);
  const items = options.items ?? someItems(life, clause);
  if (items.length === 0 || allowed.length === 0 || at >= life.endsAt) return null;
  const causes = (options.causedBy ?? []).filter((cause) => cause !== null).map(idOf);
  return life.journal.note(
    at,
    'PersonalDataShared',
    options.producer ?? 'app-gateway',
    {
      ...act(life, clause, options.purpose ?? clause.purposes[0] ?? '', items, options.legalBasis),
      recipient: (options.recipient ?? life.random.pick(allowed)).recipient,
      mode: options.mode,
      transferMethod: options.mode === 'sdk-direct' ? 'sdk' : 'api',
      ...(options.legalBasis === '13-1' ? { consent: life.general.consent } : {}),
      ...(options.product === undefined ? {} : { product: options.product }),
      ...(causes.length > 0 ? { causedBy: causes } : {}),
      ...options.more,
    },
    clause,
  );
}

/** The person agrees to one provision: this recipient, these items, this purpose (PIPL 23). Once; asked again it is the same consent. */
export function agree(
  life: Life,
  at: Instant,
  id: string,
  options: { readonly purpose?: string; readonly kind?: 'separate' | 'written'; readonly recipient?: SimulatedRecipient } = {},
): SeparateConsent | null {
  const clause = clauseOf(life, id);
  const allowed = life.world.recipients.of(clause);
  if (allowed.length === 0 || at >= life.endsAt) return null;
  const recipient = options.recipient ?? life.random.pick(allowed);
  const key = `${recipient.recipient} ${id}`;
  const known = life.separate.get(key);
  if (known) return known;
  const purpose = options.purpose ?? clause.purposes[0] ?? '';
  const items = ownItems(clause);
  if (items.length === 0) return null;
  const consent = `s-${life.person.number}-${life.separate.size + 1}`;
  const granted = life.journal.note(at, 'ConsentGranted', 'app-gateway', {
    policyVersion: life.world.version.id,
    clause: id,
    consent,
    kind: options.kind ?? 'separate',
    items,
    purposes: [purpose],
    recipient: recipient.recipient,
    channel: 'app',
  });
  const made: SeparateConsent = { consent, at, recipient, clause, purpose, items, granted, endsAt: Number.POSITIVE_INFINITY, withdrawn: null };
  life.separate.set(key, made);
  return made;
}

/** A provision under a separate consent. Null when there is none, or the life is over. */
export function provide(
  life: Life,
  at: Instant,
  agreed: SeparateConsent | null,
  options: {
    readonly producer: string;
    readonly product?: string;
    readonly causedBy?: readonly (Happening | null)[];
    readonly more?: Readonly<Record<string, unknown>>;
  },
): Happening | null {
  if (!agreed || at >= life.endsAt || at <= agreed.at) return null;
  const causes = (options.causedBy ?? []).filter((cause) => cause !== null).map(idOf);
  return life.journal.note(
    at,
    'PersonalDataShared',
    options.producer,
    {
      ...act(life, agreed.clause, agreed.purpose, life.random.some(agreed.items, 0.7), '13-1'),
      recipient: agreed.recipient.recipient,
      mode: 'provided',
      transferMethod: 'api',
      consent: agreed.consent,
      ...(options.product === undefined ? {} : { product: options.product }),
      ...(causes.length > 0 ? { causedBy: causes } : {}),
      ...options.more,
    },
    agreed.clause,
    agreed,
  );
}

/** Later in this life, by the rhythm of days; null when there is no room. */
export function later(life: Life, after: Instant, days: number): Instant | null {
  const until = Math.min(after + days * dayMs, life.endsAt - hourMs);
  return until <= after + 10 * minuteMs ? null : momentBetween(life.random, after + 5 * minuteMs, until);
}
