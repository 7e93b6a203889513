// What a person is asked and told on the way: a consent of its own before sensitive items are first taken in a scene, and who gets something without consent.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Clause } from '../core/policy/registry.ts';
import type { Happening } from './journal.ts';
import { ownItems, type Life } from './journey.ts';

export const isSensitive = ({ world }: Life, code: string): boolean => world.version.items.get(code)?.sensitive === true;
export const isFace = (code: string): boolean => code.startsWith('face_');
export const itemsOf = ({ event }: Happening): readonly string[] => event['items'] as readonly string[];

/** Once a life is told: goes through it in the order of time, and puts the question or the notice before what needs it first. */
export function askAndTell(life: Life): void {
  for (const happening of life.journal.happenings.toSorted((a, b) => a.at - b.at)) {
    const { event, clause, separate, at } = happening;
    if (!clause || separate) continue;
    if (asksForItself(life, happening)) agreeToScene(life, at, clause, event['legalBasis'] === '13-1');
    if (event['mode'] === 'provided') tellOf(life, at, String(event['recipient']));
  }
}

/** Sensitive items by consent (PIPL 29), and a face on whatever basis (人脸识别办法 8). */
const asksForItself = (life: Life, happening: Happening): boolean =>
  happening.event['legalBasis'] === '13-1' ? itemsOf(happening).some((code) => isSensitive(life, code)) : itemsOf(happening).some(isFace);

function agreeToScene(life: Life, at: Instant, clause: Clause, byConsent: boolean): void {
  const key = `${clause.id} ${byConsent ? 'by consent' : 'a face'}`;
  if (life.scenes.has(key)) return;
  life.journal.note(at - 700, 'ConsentGranted', 'app-gateway', {
    policyVersion: life.world.version.id,
    clause: clause.id,
    consent: `n-${life.person.number}-${life.scenes.size + 1}`,
    kind: 'separate',
    act: 'dedicated',
    items: ownItems(clause).filter((code) => isSensitive(life, code)),
    purposes: clause.purposes,
    channel: 'app',
  });
  life.scenes.set(key, { at: at - 700, clause });
}

/** Name and contact of the recipient (PIPL 23), once. */
function tellOf(life: Life, at: Instant, recipient: string): void {
  if (life.told.has(recipient)) return;
  life.journal.note(at - 900, 'NoticeShown', 'app-gateway', {
    policyVersion: life.world.version.id,
    notice: `recipient-${recipient}`,
    elements: ['name', 'contact', 'purpose', 'method', 'items'],
    recipient,
    channel: 'app',
  });
  life.told.set(recipient, at - 900);
}
