// The policy documents that the tests of this folder share, and copies of them with one thing changed.
import { join } from 'node:path';
import { loadPolicyDocument } from '../../../services/adapters/files/policy-document.ts';
import { idOf, type PolicyDocument, type Section } from '../../../services/core/policy/document/policy-document.ts';

export const policies = join(import.meta.dirname, '../../../schemas/policy');
export const policy = loadPolicyDocument(policies, 'webank-app/8.8');
export const example = loadPolicyDocument(policies, 'webank-app/8.9-example');

/** A copy in which one entry has these keys. */
export const edited = (document: PolicyDocument, section: Section, id: string, keys: object): PolicyDocument => ({
  ...document,
  [section]: document[section].map((entry) => (idOf(entry) === id ? { ...entry, ...keys } : entry)),
});

/** A copy without one entry. */
export const without = (document: PolicyDocument, section: Section, id: string): PolicyDocument => ({
  ...document,
  [section]: document[section].filter((entry) => idOf(entry) !== id),
});

/** An item as an entry prints it. */
export const item = (printed: string, code: string, of = 'user'): { printed: string; code: string; of: string } => ({ printed, code, of });
