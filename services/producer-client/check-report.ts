// Everything that can be said of a report before it is sent: the collector's own checks, on the same contracts.
import { contractProblems } from '../collector/identify.ts';
import { takeApart } from '../collector/take-apart.ts';
import { eventIdOf } from '../core/domain/event-id.ts';
import { auditEventTypes } from '../core/domain/events.ts';
import type { EventCodec, FieldProblem } from '../core/ports/event-codec.ts';
import type { Outgoing } from './transport.ts';

export type Checked = { readonly ok: true; readonly outgoing: Outgoing } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const internal: ReadonlySet<string> = new Set(auditEventTypes);

/** Checks strictly, as the report will be as JSON; every problem is listed. `identifies`: it goes to a collector. */
export function checkReport(given: Readonly<Record<string, unknown>>, { codec, identifies }: { codec: EventCodec; identifies: boolean }): Checked {
  const json = asJson(given);
  if (json === null) return refused([{ pointer: '', rule: 'type', expected: 'what JSON can hold' }]);
  const report = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const part = takeApart(report);
  const early = [...part.problems, ...(identifies ? [] : needingCollector(report))];
  if (early.length > 0) return refused(early);
  if (internal.has(String(report['type']))) return refused([{ pointer: '/type', rule: 'internal', expected: 'a type that producers report' }]);
  const sourceEventId = String(report['sourceEventId']);
  const outgoing = { sourceEventId, eventId: eventIdOf(String(report['producer']), sourceEventId), json };
  if (part.identifier !== null || part.references.length > 0) {
    const problems = contractProblems(part, codec);
    return problems.length > 0 ? refused(problems) : { ok: true, outgoing: { ...outgoing, encoded: null } };
  }
  const encoded = codec.fromJson(part.rest);
  return encoded.ok ? { ok: true, outgoing: { ...outgoing, encoded: encoded.value } } : refused(encoded.problems);
}

const refused = (problems: readonly FieldProblem[]): Checked => ({ ok: false, problems });

function asJson(given: unknown): string | null {
  try {
    return JSON.stringify(given);
  } catch {
    return null; // A BigInt, or a circle.
  }
}

/** On a topic everybody who may read it would see them. */
function needingCollector(report: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  if (Object.hasOwn(report, 'identifier'))
    found.push({
      pointer: '/identifier',
      rule: 'http-only',
      expected: 'dataSubject: identifiers are resolved by the collector, over HTTP; on a topic nobody does',
    });
  if (Object.hasOwn(report, 'references'))
    found.push({
      pointer: '/references',
      rule: 'http-only',
      expected: 'none: references are sealed by the collector, over HTTP; on a topic they would be in clear',
    });
  return found;
}
