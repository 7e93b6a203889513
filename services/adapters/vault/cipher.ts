// AES-256-GCM as this system uses it: nonce (12) ‖ ciphertext ‖ tag (16).
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts under a given nonce. The caller makes sure that a nonce is never used twice with another plaintext. */
export function encrypt(key: Buffer, nonce: Buffer, plaintext: Uint8Array, aad: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Null when the bytes were not encrypted under this key for this AAD. */
export function decrypt(key: Buffer, sealed: Uint8Array, aad: string): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(aad));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

export const randomNonce = (): Buffer => randomBytes(nonceBytes);

/** A nonce that depends on the plaintext: equal input, equal output; other plaintext, other nonce (as in SIV modes, RFC 5297). */
export const syntheticNonce = (key: Buffer, aad: string, plaintext: Uint8Array): Buffer =>
  createHmac('sha256', key)
    .update(`nonce\n${Buffer.byteLength(aad)}\n${aad}\n`)
    .update(plaintext)
    .digest()
    .subarray(0, nonceBytes);
