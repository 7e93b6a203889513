// What every identity vault promises: who is found again and who is not, and what sealed bytes tell and do not tell.
import { sealOne } from '../support/seal-one.ts';
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseIdentifier, type Identifier } from '../../services/core/domain/identifier.ts';
import { parseDataSubject, type DataSubject, type EventId } from '../../services/core/domain/vocabulary.ts';
import type { IdentityVault, SealedReference } from '../../services/core/ports/identity-vault.ts';

export interface VaultUnderTest {
  /** Empty, open until the test is over. */
  readonly vault: IdentityVault;
  /** The same vault, opened again. */
  readonly other: () => Promise<IdentityVault>;
  /** Destroys the key of a person, as erasure will. */
  readonly destroyKey: (subject: DataSubject) => Promise<void>;
  /** Everything that is stored, as bytes, for looking what can be read in it. */
  readonly stored: () => Promise<Buffer>;
}

const identifier = (type: string, value: string): Identifier => {
  const parsed = parseIdentifier(type, value);
  if ('field' in parsed) throw new Error(parsed.expected);
  return parsed;
};

// Numbers of nobody: 199-0000 is not given out, the document number has no valid check digit.
const mobile = identifier('mobile', '19900001234');
const other = identifier('mobile', '19900005678');
const document = identifier('id-card', '11010119000101000X');

const newPerson = (): DataSubject => randomUUID() as DataSubject;
const newEvent = (): EventId => randomUUID() as EventId;
const flipped = (sealed: SealedReference, at: number): SealedReference => {
  const ciphertext = Uint8Array.from(sealed.ciphertext);
  ciphertext[at < 0 ? ciphertext.length + at : at]! ^= 1;
  return { ...sealed, ciphertext };
};

/** `open` gives an empty vault for each test. */
export function identityVaultContract(open: () => Promise<VaultUnderTest>): void {
  describe('identifiers', () => {
    test('the same identifier is the same person, now and when the vault is opened again', async () => {
      const { vault, other: again } = await open();
      const [first] = await vault.resolve([mobile]);
      expect(parseDataSubject(first!)).toBe(first);
      expect(await vault.resolve([mobile])).toEqual([first]);
      expect(await (await again()).resolve([mobile])).toEqual([first]);
      expect(await vault.find(mobile)).toBe(first);
    });

    test('a batch is answered in its order, an identifier that is twice in it with one person', async () => {
      const { vault } = await open();
      const [known] = await vault.resolve([other]);
      const [a, b, c, d] = await vault.resolve([mobile, other, mobile, document]);
      expect(b).toBe(known);
      expect(c).toBe(a);
      expect(new Set([a, b, d]).size).toBe(3);
      expect(await vault.resolve([])).toEqual([]);
    });

    test('finding never makes anybody', async () => {
      const { vault } = await open();
      expect(await vault.find(mobile)).toBeNull();
      expect(await vault.find(mobile)).toBeNull();
      const [made] = await vault.resolve([mobile]);
      expect(await vault.find(mobile)).toBe(made);
      expect(await vault.find(identifier('account', '19900001234'))).toBeNull();
    });

    test('ways of writing one identifier are one person', async () => {
      const { vault } = await open();
      const [first] = await vault.resolve([mobile]);
      for (const text of ['199 0000 1234', '+86 199-0000-1234', '8619900001234', '１９９００００１２３４', '008619900001234'])
        expect(await vault.find(identifier('mobile', text))).toBe(first);
      const [card] = await vault.resolve([document]);
      expect(await vault.find(identifier('id-card', ' 110101 19000101 000x'))).toBe(card);
    });

    test('pseudonyms are random: two vaults give one person two', async () => {
      const [one, two] = [await open(), await open()];
      expect(await one.vault.resolve([mobile])).not.toEqual(await two.vault.resolve([mobile]));
    });

    test('nothing that is stored holds an identifier', async () => {
      const { vault, stored } = await open();
      const [subject] = await vault.resolve([mobile, document]);
      await sealOne(vault, subject!, newEvent(), 'order-no', 'order-4711-canary');
      const bytes = await stored();
      for (const value of [mobile.value, document.value, 'order-4711-canary']) expect(bytes.includes(value)).toBe(false);
      expect(bytes.includes(subject!)).toBe(true);
    });
  });

  describe('sealed references', () => {
    test('open again for the event, the person and the kind they were sealed for', async () => {
      const { vault, other: again } = await open();
      const [subject, eventId] = [newPerson(), newEvent()];
      const sealed = await sealOne(vault, subject, eventId, 'order-no', '订单 4711');
      expect(sealed.kind).toBe('order-no');
      expect(await vault.unseal(subject, eventId, sealed)).toEqual({ state: 'open', value: '订单 4711' });
      expect(await (await again()).unseal(subject, eventId, sealed)).toEqual({ state: 'open', value: '订单 4711' });
    });

    test('the same input gives the same bytes, so that a resend is the same event', async () => {
      const { vault, other: again } = await open();
      const [subject, eventId] = [newPerson(), newEvent()];
      const sealed = await sealOne(vault, subject, eventId, 'order-no', '4711');
      expect(await sealOne(vault, subject, eventId, 'order-no', '4711')).toEqual(sealed);
      expect(await sealOne(await again(), subject, eventId, 'order-no', '4711')).toEqual(sealed);
    });

    test('any other input gives other bytes', async () => {
      const { vault } = await open();
      const [subject, eventId] = [newPerson(), newEvent()];
      const all = [
        await sealOne(vault, subject, eventId, 'order-no', '4711'),
        await sealOne(vault, subject, eventId, 'order-no', '4712'),
        await sealOne(vault, subject, eventId, 'tracking-no', '4711'),
        await sealOne(vault, subject, newEvent(), 'order-no', '4711'),
        await sealOne(vault, newPerson(), eventId, 'order-no', '4711'),
      ].map(({ ciphertext }) => Buffer.from(ciphertext).toString('hex'));
      expect(new Set(all).size).toBe(all.length);
      // The nonce differs with the plaintext: never one nonce for two texts under one key.
      expect(new Set(all.map((hex) => hex.slice(0, 24))).size).toBe(all.length);
    });

    test('what was altered, or is shown for another event or kind, is forged', async () => {
      const { vault } = await open();
      const [subject, eventId] = [newPerson(), newEvent()];
      const sealed = await sealOne(vault, subject, eventId, 'order-no', '4711');
      const forged = { state: 'forged' };
      for (const at of [0, 13, -1]) expect(await vault.unseal(subject, eventId, flipped(sealed, at))).toEqual(forged);
      expect(await vault.unseal(subject, newEvent(), sealed)).toEqual(forged);
      expect(await vault.unseal(subject, eventId, { ...sealed, kind: 'tracking-no' })).toEqual(forged);
      expect(await vault.unseal(subject, eventId, { ...sealed, ciphertext: sealed.ciphertext.subarray(0, 20) })).toEqual(forged);
      expect(await vault.unseal(subject, eventId, { ...sealed, ciphertext: new Uint8Array() })).toEqual(forged);
    });

    test('of another person they do not open', async () => {
      const { vault } = await open();
      const [subject, stranger, eventId] = [newPerson(), newPerson(), newEvent()];
      const sealed = await sealOne(vault, subject, eventId, 'order-no', '4711');
      await sealOne(vault, stranger, eventId, 'order-no', '4711');
      expect((await vault.unseal(stranger, eventId, sealed)).state).not.toBe('open');
    });

    test('once the key is destroyed they are erased, also after the person got a new key', async () => {
      const { vault, destroyKey } = await open();
      const [subject, eventId] = [newPerson(), newEvent()];
      const sealed = await sealOne(vault, subject, eventId, 'order-no', '4711');
      await destroyKey(subject);
      expect(await vault.unseal(subject, eventId, sealed)).toEqual({ state: 'erased' });
      const anew = await sealOne(vault, subject, eventId, 'order-no', '4711');
      expect(anew.keyId).not.toBe(sealed.keyId);
      expect(await vault.unseal(subject, eventId, sealed)).toEqual({ state: 'erased' });
      expect(await vault.unseal(subject, eventId, anew)).toEqual({ state: 'open', value: '4711' });
    });
  });

  describe('quarantined bytes', () => {
    test('come back byte for byte; the same bytes seal to the same; nothing of them can be read', async () => {
      const { vault, other: again } = await open();
      const raw = Buffer.concat([Buffer.from('canary-19900001234'), Buffer.from([0, 255, 10, 128])]);
      const sealed = await vault.sealQuarantined(raw);
      expect(Buffer.from(sealed).includes('canary')).toBe(false);
      expect(await (await again()).sealQuarantined(raw)).toEqual(sealed);
      expect(Buffer.from(await (await again()).unsealQuarantined(sealed))).toEqual(raw);
      expect(Buffer.from(await vault.unsealQuarantined(await vault.sealQuarantined(Buffer.alloc(0))))).toEqual(Buffer.alloc(0));
    });

    test('altered ones are refused', async () => {
      const { vault } = await open();
      const sealed = Uint8Array.from(await vault.sealQuarantined(Buffer.from('raw')));
      sealed[sealed.length - 1]! ^= 1;
      await expect(vault.unsealQuarantined(sealed)).rejects.toMatchObject({ code: 'ERR_UNREADABLE' });
      await expect(vault.unsealQuarantined(new Uint8Array(3))).rejects.toMatchObject({ code: 'ERR_UNREADABLE' });
    });
  });
}
