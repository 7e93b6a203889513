// An identity vault in memory that remembers what it was asked; it seals by marking, so a test sees what was sealed for whom.
import { randomUUID } from 'node:crypto';
import type { DataSubject } from '../../services/core/domain/vocabulary.ts';
import type { IdentityVault } from '../../services/core/ports/identity-vault.ts';

export interface MemoryVault extends IdentityVault {
  readonly people: ReadonlyMap<string, DataSubject>;
  /** How often `resolve` was called. */
  readonly resolved: () => number;
}

export function memoryVault(): MemoryVault {
  const people = new Map<string, DataSubject>();
  let calls = 0;
  return {
    people,
    resolved: () => calls,
    resolve: async (identifiers) => {
      calls += 1;
      return identifiers.map(({ type, value }) => {
        const subject = people.get(`${type}:${value}`) ?? (randomUUID() as DataSubject);
        people.set(`${type}:${value}`, subject);
        return subject;
      });
    },
    find: async ({ type, value }) => people.get(`${type}:${value}`) ?? null,
    seal: async (references) =>
      references.map(({ subject, eventId, kind, value }) => ({
        kind,
        suite: 'A256GCM',
        keyId: subject,
        ciphertext: Buffer.from(`sealed ${subject} ${eventId} ${kind} ${value}`),
      })),
    unseal: async () => ({ state: 'erased' }),
    sealQuarantined: async (bytes) => Buffer.concat([Buffer.from('sealed '), bytes]),
    unsealQuarantined: async (sealed) => sealed.subarray('sealed '.length),
    close: async () => {},
  };
}
