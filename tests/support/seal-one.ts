// Seals one reference: what most tests need of a vault that seals in batches.
import type { DataSubject, EventId } from '../../services/core/domain/vocabulary.ts';
import type { IdentityVault, SealedReference } from '../../services/core/ports/identity-vault.ts';

export async function sealOne(vault: IdentityVault, subject: DataSubject, eventId: EventId, kind: string, value: string): Promise<SealedReference> {
  const [sealed] = await vault.seal([{ subject, eventId, kind, value }]);
  if (!sealed) throw new Error('the vault sealed nothing');
  return sealed;
}
