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
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return null;
  const utc = date.setUTCHours(h, m, s, Number(fraction.padEnd(3, '0').slice(0, 3)));
  if (offset === 'Z' || offset === 'z') return utc;
  const [oh, om] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (oh > 23 || om > 59) return null;
  return utc - (offset[0] === '-' ? -1 : 1) * (oh * 60 + om) * 60_000;
}

/** Instant → `2025-09-03T10:15:00.000+08:00`; milliseconds are left out when zero. */
export function formatInstant(instant: Instant): string {
  if (instant !== last.instant) last = { instant, text: format(instant) };
  return last.text;
}

/** What happened together is told together: the same instant comes several times in a row. */
let last = { instant: Number.NaN, text: '' };

function format(instant: Instant): string {
  const local = instant + shanghaiOffsetMs;
  const ofDay = ((local % dayMs) + dayMs) % dayMs;
  const seconds = Math.floor(ofDay / 1000);
  const clock = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  const rest = ofDay % 1000;
  return `${dayOf(instant)}T${clock}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}+08:00`;
}

/** The same moment of the day `years` later on the calendar of Asia/Shanghai; 29 February becomes 1 March where there is none. */
export function addYears(instant: Instant, years: number): Instant {
  const local = new Date(instant + shanghaiOffsetMs);
  return local.setUTCFullYear(local.getUTCFullYear() + years) - shanghaiOffsetMs;
}

/** Calendar day in Asia/Shanghai, `2025-09-03`. */
export function dayOf(instant: Instant): string {
  const day = Math.floor((instant + shanghaiOffsetMs) / dayMs);
  const known = days.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * dayMs).toISOString();
  const name = text.slice(0, text.indexOf('T'));
  if (days.size >= daysMax) days.clear();
  days.set(day, name);
  return name;
}

/** Days by name: an answer names few, thousands of times. */
const days = new Map<number, string>();
const daysMax = 4096;
/** Length of a day in Shanghai, which has no daylight saving since 1991. */
export const dayMs = 24 * 3_600_000;
const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));
