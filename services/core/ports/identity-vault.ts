// The identity vault: the only place that knows who a data subject is, and the only holder of the keys of sealed fields.
import type { Identifier } from '../domain/identifier.ts';
import type { DataSubject, EventId } from '../domain/vocabulary.ts';

/** An order, tracking or device number in clear, on its way to be sealed. */
export interface ClearReference {
  readonly subject: DataSubject;
  readonly eventId: EventId;
  readonly kind: string;
  readonly value: string;
}

export interface SealedReference {
  readonly kind: string;
  readonly suite: string;
  readonly keyId: string;
  readonly ciphertext: Uint8Array;
}

export type Unsealed = { readonly state: 'open'; readonly value: string } | { readonly state: 'erased' } | { readonly state: 'forged' };

export interface IdentityVault {
  /** The person of each identifier, in the same order; a new random one where there was none. Durable before it returns. */
  resolve(identifiers: readonly Identifier[]): Promise<readonly DataSubject[]>;
  /** The person of an identifier, or null. Never makes one. */
  find(identifier: Identifier): Promise<DataSubject | null>;
  /**
   * Encrypts references, each under its person's own key, bound to the event, the person and the kind; in the same order. Keys of
   * people who had none are made in one go, durable before it returns. The same input gives the same ciphertext (synthetic nonce),
   * so that a resend is the same event.
   */
  seal(references: readonly ClearReference[]): Promise<readonly SealedReference[]>;
  /** Decrypts; `erased` once the person's key is gone, `forged` when the bytes are not what was sealed for that event. */
  unseal(subject: DataSubject, eventId: EventId, sealed: SealedReference): Promise<Unsealed>;
  /** Encrypts bytes that could not be accepted, under the quarantine key. */
  sealQuarantined(bytes: Uint8Array): Promise<Uint8Array>;
  /** The inverse; throws LineageError ERR_UNREADABLE when the bytes or the key are not right. */
  unsealQuarantined(sealed: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}
