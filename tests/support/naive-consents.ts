// R02, R04, R21 and the state of each consent by brute force over one person's events: for every question, every pair is looked at.
import type { ConsentGranted, ConsentWithdrawn, PersonEvent } from '../../services/core/domain/events.ts';
import type { PlacedPersonEvent } from '../../services/core/domain/placed-event.ts';

/** The order of business: when it happened, then the ledger's order. */
const earlier = (a: PlacedPersonEvent, b: PlacedPersonEvent): boolean => {
  const [x, y] = [a, b].map(
    ({ event, stream, revision }) => `${String(event.occurredAt).padStart(16, '0')} ${stream} ${String(revision).padStart(16, '0')}`,
  ) as [string, string];
  return x < y;
};

const handles = (event: PersonEvent) =>
  event.type === 'PersonalDataShared' || event.type === 'PersonalDataCollected' || event.type === 'PersonalDataUsed' ? event : null;

/** Rules of R02, R04 and R21 that an event breaks, in that order. */
export function brokenConsentRules(placed: PlacedPersonEvent, person: readonly PlacedPersonEvent[]): readonly string[] {
  const event = handles(placed.event);
  if (!event || event.legalBasis !== '13-1') return [];
  const before = person.filter((other) => earlier(other, placed));
  const inScope = (scopeItems: readonly string[], scopePurposes: readonly string[], every: boolean): boolean =>
    (scopePurposes.length === 0 || scopePurposes.includes(event.purpose)) &&
    (scopeItems.length === 0 || (every ? event.items.every((item) => scopeItems.includes(item)) : event.items.some((item) => scopeItems.includes(item))));
  const to = event.type === 'PersonalDataShared' ? event.recipient : null;
  const given = before.filter(({ event: fact }) => fact.type === 'ConsentGranted');
  const grants = given.filter(({ event: fact }) => {
    const { items, purposes, recipient } = fact as ConsentGranted;
    return inScope(items, purposes, true) && (recipient === null || recipient === to);
  });
  const cited = given.filter(({ event: fact }) => (fact as ConsentGranted).consent === event.consent);
  const stands = (grant: PlacedPersonEvent): boolean =>
    !before.some(
      (other) =>
        other.event.type === 'ConsentWithdrawn' &&
        other.event.consent === (grant.event as ConsentGranted).consent &&
        earlier(grant, other) &&
        inScope(other.event.items, other.event.purposes, false),
    );
  const dedicated = grants.filter(({ event: fact }) => {
    const { kind, recipient } = fact as ConsentGranted;
    return (kind === 'separate' || kind === 'written') && event.type === 'PersonalDataShared' && recipient === event.recipient;
  });
  // Nobody in these histories is registered as a processor: what is stated as entrusted is a provision too, or cannot be shown not to be one.
  const provision = event.type === 'PersonalDataShared' && (event.mode === 'provided' || event.mode === 'entrusted');
  const onlyWithdrawn = (some: readonly PlacedPersonEvent[]): boolean => some.length > 0 && !some.some(stands);
  const broken = [];
  if (!grants.some(stands)) broken.push('R02');
  const storing = event.type === 'PersonalDataUsed' && event.activity === 'stored';
  if (!storing && (onlyWithdrawn(grants) || onlyWithdrawn(cited) || (provision && onlyWithdrawn(dedicated)))) broken.push('R04');
  if (provision && !dedicated.some(stands)) broken.push('R21');
  return broken;
}

/** Of each consent: when it was last given, and whether and when that was withdrawn, in whole or in part. */
export function consentStates(person: readonly PlacedPersonEvent[]) {
  const grants = person.filter(({ event }) => event.type === 'ConsentGranted');
  const idOf = ({ event }: PlacedPersonEvent): string => (event as ConsentGranted).consent;
  return [...new Set(grants.map(idOf))].map((consent) => {
    const newest = grants.filter((grant) => idOf(grant) === consent).reduce((a, b) => (earlier(a, b) ? b : a));
    const since = person
      .filter((other) => other.event.type === 'ConsentWithdrawn' && other.event.consent === consent && earlier(newest, other))
      .toSorted((a, b) => (earlier(a, b) ? -1 : 1));
    const whole = since.find(({ event }) => (event as ConsentWithdrawn).items.length + (event as ConsentWithdrawn).purposes.length === 0);
    const withdrawal = whole ?? since[0];
    return {
      consent,
      grantedAt: newest.event.occurredAt,
      withdrawnAt: withdrawal?.event.occurredAt ?? null,
      inPart: withdrawal !== undefined && whole === undefined,
    };
  });
}
