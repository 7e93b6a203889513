// Instants as people of the bank read and write them: RFC 3339 with offset, shown in Asia/Shanghai (no DST since 1991).
import type { Instant } from './vocabulary.ts';

const shanghaiOffsetMs = 8 * 3_600_000;
const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

/** RFC 3339 text with offset → instant (sub-millisecond digits cut); null when it is not one or names a day that does not exist. */
export function parseInstant(text: string): Instant | null {
  const match = rfc3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', offset = 'Z'] = match;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return null;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), h, m, s, Number(fraction.padEnd(3, '0').slice(0, 3)));
  if (new Date(utc).getUTCDate() !== Number(day) || Number(month) > 12) return null;
  if (offset === 'Z' || offset === 'z') return utc;
  const [oh, om] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (oh > 23 || om > 59) return null;
  return utc - (offset[0] === '-' ? -1 : 1) * (oh * 60 + om) * 60_000;
}

/** Instant → `2025-09-03T10:15:00.000+08:00`; milliseconds are left out when zero. */
export function formatInstant(instant: Instant): string {
  const text = new Date(instant + shanghaiOffsetMs).toISOString();
  return `${text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23)}+08:00`;
}

/** Calendar day in Asia/Shanghai, `2025-09-03`. */
export function dayOf(instant: Instant): string {
  return new Date(instant + shanghaiOffsetMs).toISOString().slice(0, 10);
}
