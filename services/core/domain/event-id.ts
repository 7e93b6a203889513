// Identity of an event: producer and its own sourceEventId, so that a resend from anywhere is the same event.
import { hash } from 'node:crypto';
import type { EventId } from './vocabulary.ts';

/** UUIDv8 (RFC 9562, 5.8) of SHA-256 over the length-prefixed producer and sourceEventId. Pure. */
export function eventIdOf(producer: string, sourceEventId: string): EventId {
  const digest = hash('sha256', `suyuan/v1\n${producer.length}:${producer}\n${sourceEventId}`, 'hex');
  const variant = ((Number.parseInt(digest[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}` as EventId;
}
