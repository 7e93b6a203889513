// Identifiers of people as they are typed, in one normal form each, so that the same person is found again.

/** Kinds of identifier that the vault resolves. */
export const identifierTypes = ['mobile', 'id-card', 'account', 'email', 'device'] as const;
export type IdentifierType = (typeof identifierTypes)[number];

export interface Identifier {
  readonly type: IdentifierType;
  /** Normalised. It goes into the vault and nowhere else. */
  readonly value: string;
}

export type IdentifierProblem = { readonly field: 'type' | 'value'; readonly expected: string };

const shapes: Record<IdentifierType, { readonly normalise: (text: string) => string; readonly shape: RegExp; readonly expected: string }> = {
  mobile: {
    normalise: (t) => t.replace(/[\s-]/g, '').replace(/^(\+?86|0086)(?=1\d{10}$)/, ''),
    shape: /^(1[3-9]\d{9}|\+\d{6,15})$/,
    expected: 'a mainland mobile number of 11 digits, or + and country code',
  },
  'id-card': { normalise: (t) => t.replace(/\s/g, '').toUpperCase(), shape: /^(\d{17}[\dX]|[A-Z0-9]{6,18})$/, expected: 'an identity document number' },
  account: { normalise: (t) => t.replace(/\s/g, ''), shape: /^[A-Za-z0-9._-]{4,34}$/, expected: 'an account number of 4 to 34 letters and digits' },
  email: { normalise: (t) => t.trim().toLowerCase(), shape: /^[^\s@]{1,64}@[^\s@]{1,190}$/, expected: 'an e-mail address' },
  device: { normalise: (t) => t.trim().toLowerCase(), shape: /^[a-z0-9:._-]{4,64}$/, expected: 'a device id of 4 to 64 characters' },
};

/** Checks and normalises: full-width digits to ASCII (NFKC), spaces, country prefix, letter case. */
export function parseIdentifier(type: unknown, value: unknown): Identifier | IdentifierProblem {
  const known = identifierTypes.find((candidate) => candidate === type);
  if (!known) return { field: 'type', expected: `one of ${identifierTypes.join(', ')}` };
  const { normalise, shape, expected } = shapes[known];
  if (typeof value !== 'string' || value.length > 256) return { field: 'value', expected };
  const normal = normalise(value.normalize('NFKC'));
  return shape.test(normal) ? { type: known, value: normal } : { field: 'value', expected };
}
