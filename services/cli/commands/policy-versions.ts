// Which policy version a command is about: named with or without its policy, else the one in force now.
import { loadPolicyRegistry } from '../../adapters/files/policy-directory.ts';
import { loadPolicyDocument, policyVersionIds } from '../../adapters/files/policy-document.ts';
import { LineageError } from '../../core/domain/errors.ts';
import type { PolicyDocument } from '../../core/policy/document/policy-document.ts';
import { versionInForce } from '../../core/policy/registry.ts';
import { configuration } from '../configuration.ts';

/** The whole document of a version; examples only when named. @throws LineageError ERR_NOT_FOUND with the versions there are; ERR_REGISTRY. */
export function documentOf(name: string | undefined): PolicyDocument {
  const { policies } = configuration();
  return loadPolicyDocument(policies, name === undefined ? idInForce(policies) : idNamed(policies, name));
}

export const idOfVersion = ({ policy, version }: PolicyDocument): string => `${policy}/${version}`;

function idInForce(policies: string): string {
  const inForce = versionInForce(loadPolicyRegistry(policies), Date.now());
  if (!inForce) throw new LineageError('ERR_NOT_FOUND', 'no policy version is in force yet; name one');
  return inForce.id;
}

function idNamed(policies: string, name: string): string {
  if (name.includes('/')) return name;
  const ids = policyVersionIds(policies);
  const matching = ids.filter((id) => id.endsWith(`/${name}`));
  if (matching.length > 1) throw new LineageError('ERR_INPUT', `${name} is a version of several policies: ${matching.join(', ')}`);
  if (matching[0] === undefined) throw new LineageError('ERR_NOT_FOUND', `no policy version ${name}; there are ${ids.join(', ')}`);
  return matching[0];
}
