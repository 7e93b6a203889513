// Days and spans as people ask for them: a calendar day of Asia/Shanghai, or an instant.
import { dayMs, parseInstant } from './instants.ts';
import type { Instant } from './vocabulary.ts';

/** How a day and an instant are written, to be told to whoever wrote another thing. */
export const dayForm = 'a calendar day such as 2025-09-01';
export const instantForm = 'an RFC 3339 instant with offset, such as 2025-09-03T10:15:00+08:00';

/** `2025-09-01` → the instant at which that day begins; null when it is not written so, or no calendar has that day. */
export const parseDay = (text: string): Instant | null => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? parseInstant(`${text}T00:00:00+08:00`) : null);

/** A day or an instant as the beginning or the end of a span: the end of a day is its last millisecond. Null when it is neither. */
export function parseMoment(text: string, edge: 'beginning' | 'end'): Instant | null {
  const day = parseDay(text);
  if (day === null) return parseInstant(text);
  return edge === 'beginning' ? day : day + dayMs - 1;
}
