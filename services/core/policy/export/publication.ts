// The event that a version was published, as a report to be sent: what it holds is read from the document, not claimed.
import { diffPolicies } from '../diff/policy-diff.ts';
import { summaryOf } from '../diff/summary.ts';
import type { PolicyDocument } from '../document/policy-document.ts';

/** A PolicyPublished event as JSON, flat. */
export interface PublicationReport {
  readonly type: 'PolicyPublished';
  readonly producer: string;
  /** One per version: another content under the same version is a conflict, and so is quarantined. */
  readonly sourceEventId: string;
  readonly occurredAt: string;
  readonly policy: string;
  readonly version: string;
  readonly contentHash: string;
  readonly effectiveFrom: string;
  readonly elements: readonly string[];
  readonly majorChanges: readonly string[];
}

/** `previous`: the version before it, for the major changes; null for a first one. Pure. */
export function publicationReport(document: PolicyDocument, previous: PolicyDocument | null, producer: string): PublicationReport {
  const { policy, version, contentHash, updatedOn, effectiveOn } = document;
  return {
    type: 'PolicyPublished',
    producer,
    sourceEventId: `${policy}-${version}`,
    occurredAt: `${updatedOn}T00:00:00+08:00`,
    policy,
    version,
    contentHash,
    effectiveFrom: `${effectiveOn}T00:00:00+08:00`,
    elements: noticeElements(document),
    majorChanges: previous ? summaryOf(diffPolicies(previous, document)).majorChanges : [],
  };
}

/** Elements of PIPL 17, 23 and 30 that the document holds throughout, by the names of the contract. */
function noticeElements({ handler, contact, collection, sharing, retention, rights, sensitive }: PolicyDocument): readonly string[] {
  const held: readonly (readonly [string, boolean])[] = [
    ['name', handler.zh !== ''],
    ['contact', contact !== ''],
    ['purpose', collection.every(({ purposes }) => purposes.length > 0)],
    ['method', sharing.every(({ method }) => method !== undefined)],
    ['items', collection.every(({ items, supplements }) => items.length > 0 || supplements.length > 0)],
    ['retention', retention.length > 0],
    ['rights', rights.length > 0],
    ['necessity', sensitive.every(({ necessity }) => necessity !== undefined)],
    ['impact', sensitive.every(({ impact }) => impact !== undefined)],
  ];
  return held.filter(([, holds]) => holds).map(([element]) => element);
}
