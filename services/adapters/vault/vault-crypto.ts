// What every identity vault computes, whatever database it lies in: keyed hashes of identifiers, wrapped keys of people, sealed bytes.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { LineageError } from '../../core/domain/errors.ts';
import type { Identifier } from '../../core/domain/identifier.ts';
import type { DataSubject, EventId } from '../../core/domain/vocabulary.ts';
import type { ClearReference, SealedReference, Unsealed } from '../../core/ports/identity-vault.ts';
import { decrypt, encrypt, randomNonce, syntheticNonce } from './cipher.ts';
import type { VaultKeys } from './vault-keys.ts';

/** A person's own key as it is stored. */
export interface WrappedKey {
  readonly id: string;
  readonly wrapped: Uint8Array;
}

const suite = 'A256GCM';
const quarantineAad = 'suyuan/quarantine/v1';

/** The computations of one vault. Nothing is stored here. */
export function vaultCrypto(keys: VaultKeys) {
  /** @throws LineageError ERR_UNREADABLE when the key was wrapped under another key file. */
  const unwrap = (subject: DataSubject, { id, wrapped }: WrappedKey): Buffer => {
    const key = decrypt(keys.wrapping, wrapped, `${subject}\n${id}`);
    if (!key) throw new LineageError('ERR_UNREADABLE', "a person's key cannot be unwrapped: the vault and its key file do not belong together");
    return key;
  };

  return {
    keyedHash: ({ type, value }: Identifier): Buffer => createHmac('sha256', keys.pepper).update(`${type}\n${value}`).digest(),
    newDataSubject: (): DataSubject => randomUUID() as DataSubject,
    newKey: (subject: DataSubject): WrappedKey => {
      const id = randomUUID();
      return { id, wrapped: encrypt(keys.wrapping, randomNonce(), randomBytes(32), `${subject}\n${id}`) };
    },
    seal: (held: WrappedKey, { subject, eventId, kind, value }: ClearReference): SealedReference => {
      const key = unwrap(subject, held);
      const aad = aadOf(subject, eventId, kind, held.id);
      const plaintext = Buffer.from(value);
      return { kind, suite, keyId: held.id, ciphertext: encrypt(key, syntheticNonce(key, aad, plaintext), plaintext, aad) };
    },
    /** `held` is null when the person has no key any more. */
    unseal: (subject: DataSubject, held: WrappedKey | null, eventId: EventId, sealed: SealedReference): Unsealed => {
      if (!held || held.id !== sealed.keyId) return { state: 'erased' };
      const value = decrypt(unwrap(subject, held), sealed.ciphertext, aadOf(subject, eventId, sealed.kind, sealed.keyId));
      return value ? { state: 'open', value: value.toString('utf8') } : { state: 'forged' };
    },
    sealQuarantined: (bytes: Uint8Array): Uint8Array => encrypt(keys.quarantine, syntheticNonce(keys.quarantine, quarantineAad, bytes), bytes, quarantineAad),
    /** @throws LineageError ERR_UNREADABLE when the bytes or the key are not right. */
    unsealQuarantined: (sealed: Uint8Array): Uint8Array => {
      const bytes = decrypt(keys.quarantine, sealed, quarantineAad);
      if (!bytes) throw new LineageError('ERR_UNREADABLE', 'the quarantined bytes cannot be unsealed: they were sealed under another key file, or altered');
      return bytes;
    },
  };
}

/** What a vault stores to know its key file again: tells nothing about the key. */
export const keyCheckOf = (keys: VaultKeys): Buffer => createHmac('sha256', keys.pepper).update('suyuan/vault/key-check').digest();

/** Under other keys everybody would be somebody new, without a word. @throws LineageError ERR_CONFIGURATION. */
export function assertKeyCheck(keys: VaultKeys, stored: Uint8Array, keyPath: string): void {
  if (!keyCheckOf(keys).equals(stored))
    throw new LineageError('ERR_CONFIGURATION', `${keyPath} is not the key file that this vault was made with: restore the right one from its backup`);
}

const aadOf = (subject: DataSubject, eventId: EventId, kind: string, keyId: string): string => `${eventId}\n${subject}\n${kind}\n${keyId}`;
