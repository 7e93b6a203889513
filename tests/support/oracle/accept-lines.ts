// What a system should make of NDJSON lines: which are events, which came before, which claim an identity that is taken, which are poison.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from './facts.ts';

export interface AcceptedLines {
  /** The events of those people (and of nobody in particular) who were asked for, each once, the first acceptable one of an identity. */
  readonly facts: readonly Fact[];
  /** Distinct events of everybody. */
  readonly events: number;
  /** Lines that say again what was said before. */
  readonly duplicates: number;
  /** Lines that say something else under an identity that is taken. */
  readonly conflicts: number;
  /** Lines that are no event. */
  readonly poison: number;
  /** People about whom there is a conflict or a poison that names them. */
  readonly incomplete: ReadonlySet<string>;
}

type Json = Readonly<Record<string, unknown>>;
interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
}

export interface AcceptOptions {
  /** Folder of the contracts. */
  readonly contracts: string;
  /** Now: what is more than a day ahead of it cannot have happened. */
  readonly now: number;
  /** Whose facts are kept; null stands for facts about no single person. */
  readonly wanted: (person: string | null) => boolean;
}

/** Reads lines one after the other; the order of lines is the order of recording. A person is a data subject or `type:value`. */
export async function acceptLines(lines: AsyncIterable<string>, { contracts, now, wanted }: AcceptOptions): Promise<AcceptedLines> {
  const types = readContracts(contracts);
  const first = new Map<string, string>();
  const incomplete = new Set<string>();
  const facts: Fact[] = [];
  const counts = { duplicates: 0, conflicts: 0, poison: 0 };
  let place = 0;
  for await (const text of lines) {
    if (text.trim() === '') continue;
    place += 1;
    const event = parse(text);
    const person = event === null ? null : personOf(event);
    const fields = types.get(String(event?.['type']));
    if (event === null || !fields || !isEvent(event, fields, now)) {
      counts.poison += 1;
      if (person !== null) incomplete.add(person);
      continue;
    }
    const eventId = eventIdOf(String(event['producer']), String(event['sourceEventId']));
    const content = contentOf(event, fields);
    const before = first.get(eventId);
    if (before === content) counts.duplicates += 1;
    else if (before !== undefined) {
      counts.conflicts += 1;
      if (person !== null) incomplete.add(person);
    } else {
      first.set(eventId, content);
      if (wanted(person)) facts.push({ eventId, person, type: String(event['type']), at: Date.parse(String(event['occurredAt'])), place, fields: event });
    }
  }
  return { facts, events: first.size, ...counts, incomplete };
}

/** Whom a report is about: its data subject, or the identifier that stands for it. */
export function personOf(event: Json): string | null {
  const { dataSubject, identifier } = event;
  if (typeof dataSubject === 'string') return dataSubject.toLowerCase();
  const { type, value } = (identifier ?? {}) as { type?: unknown; value?: unknown };
  return typeof type === 'string' && typeof value === 'string' ? `${type}:${value}` : null;
}

/** UUIDv8 of SHA-256 over producer and sourceEventId (design.md 3.1; the exact bytes are stated in services/core/domain/event-id.ts). */
export function eventIdOf(producer: string, sourceEventId: string): string {
  const hex = createHash('sha256').update(`suyuan/v1\n${producer.length}:${producer}\n${sourceEventId}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function readContracts(folder: string): ReadonlyMap<string, readonly Field[]> {
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith('.avsc'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { name: string; fields: readonly Field[] });
  return new Map(schemas.filter(({ name }) => name !== 'LineageQueried').map(({ name, fields }) => [name, fields]));
}

function parse(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

const dayMs = 24 * 3_600_000;

function isEvent(event: Json, fields: readonly Field[], now: number): boolean {
  // An identifier takes the place of the data subject; references are sealed at the door.
  const about = fields.some(({ name }) => name === 'dataSubject') ? ['identifier', 'references'] : [];
  const known = new Set(['type', ...about, ...fields.map(({ name }) => name)]);
  if (Object.keys(event).some((key) => !known.has(key))) return false;
  if (event['identifier'] !== undefined && (event['dataSubject'] !== undefined || personOf(event) === null)) return false;
  const given = (name: string): unknown => (name === 'dataSubject' && event['identifier'] !== undefined ? '00000000-0000-4000-8000-000000000000' : event[name]);
  if (!fields.every((field) => (given(field.name) === undefined ? 'default' in field : fits(given(field.name), field.type, field.name)))) return false;
  return Date.parse(String(event['occurredAt'])) <= now + dayMs;
}

const code = /^[a-z][a-z0-9_-]{0,63}$/;
const codes = new Set(['items', 'derivedItems', 'purposes', 'purpose', 'product', 'recipientClass']);

/** Whether a JSON value fits the Avro type of the field, and is a code where the field holds codes. */
function fits(value: unknown, type: unknown, name: string): boolean {
  if (Array.isArray(type)) return (value === null && type.includes('null')) || type.some((part) => part !== 'null' && fits(value, part, name));
  if (type === 'string') return typeof value === 'string' && value.length > 0 && value.length <= 256 && (!codes.has(name) || code.test(value));
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'int' || type === 'long') return Number.isSafeInteger(value) && Number(value) >= 0;
  if (type === 'bytes') return typeof value === 'string';
  if (typeof type !== 'object' || type === null) return true; // a type named before: its first mention was checked
  const {
    type: kind,
    logicalType,
    items,
    symbols,
    json,
  } = type as { type: unknown; logicalType?: string; items?: unknown; symbols?: readonly string[]; json?: Json };
  if (logicalType === 'timestamp-millis')
    return typeof value === 'string' && /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
  if (logicalType === 'uuid') return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
  if (kind === 'array') return Array.isArray(value) && new Set(value).size === value.length && value.every((entry) => fits(entry, items, name));
  if (kind === 'enum') return (symbols ?? []).some((symbol) => (json?.[symbol] ?? symbol.toLowerCase().replaceAll('_', '-')) === value);
  return true;
}

/** A hash of the event with its defaults filled in, so that leaving one out is not saying something else. */
function contentOf(event: Json, fields: readonly Field[]): string {
  const values = fields.map(({ name, default: fallback }) => {
    const value = event[name] ?? (typeof fallback === 'string' ? fallback.toLowerCase().replaceAll('_', '-') : (fallback ?? null));
    return typeof value === 'string' && name.endsWith('At') ? Date.parse(value) : value;
  });
  return createHash('sha256')
    .update(JSON.stringify([...values, event['identifier'], event['references']]))
    .digest('base64');
}
