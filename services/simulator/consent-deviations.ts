// Basis and consent going wrong. Each keeps clear of the person's other consents, so that what it must be found as is certain.
import type { Happening, SeparateConsent } from './journal.ts';
import type { Life } from './journey.ts';
import { again, change, expected, hasScene, isCollection, repeat, type DeviationKind } from './deviation.ts';
import { changedAfterMs } from './recipients.ts';
import { hourMs, minuteMs } from './rhythm.ts';
import { isFace, isSensitive, itemsOf } from './scenes.ts';

/** Whether another separate consent for the same recipient might cover the share. */
const hasAnother = (life: Life, agreed: SeparateConsent): boolean =>
  [...life.separate.values()].some((other) => other !== agreed && other.recipient === agreed.recipient);

/** What is broken besides where a provision has no separate consent: sensitive items have none either, and a credit enquiry no written one. */
const alsoUnconsented = (life: Life, happening: Happening): readonly string[] => [
  ...(itemsOf(happening).some((code) => isSensitive(life, code)) ? ['R10'] : []),
  ...(happening.event['purpose'] === 'credit-enquiry' ? ['R12'] : []),
];

/** A scene that asked for the same purpose might cover the sensitive items. */
const mayRestOnScene = (life: Life, happening: Happening): boolean =>
  hasScene(life, happening.event['purpose']) && itemsOf(happening).some((code) => isSensitive(life, code));

/** They fit only people who agreed to something, or took it back: tried first, or they would hardly occur. */
export const rareDeviations: readonly DeviationKind[] = [
  {
    kind: 'share-without-consent', // an hour before the separate consent, when there was only the tick box (R02 holds by it) and nothing it came from (R97)
    apply: (life, happening) => {
      const agreed = happening.separate;
      if (!agreed || hasAnother(life, agreed) || mayRestOnScene(life, happening) || agreed.at - hourMs <= life.general.at + minuteMs) return false;
      const fields = { consent: undefined, causedBy: undefined, references: undefined };
      return again(
        life,
        happening,
        agreed.at - hourMs,
        fields,
        expected('share-without-consent', 'violation', 'R21', 'R97', ...alsoUnconsented(life, happening)),
      );
    },
  },
  {
    kind: 'share-after-withdrawal', // the consent it cites is on record (R01 holds) and the tick box stands (R02 holds)
    apply: (life, happening) => {
      const agreed = happening.separate;
      if (!agreed?.withdrawn || hasAnother(life, agreed) || mayRestOnScene(life, happening)) return false;
      const at = agreed.withdrawn.at + hourMs;
      if (at >= Math.min(life.world.to, life.general.withdrawn?.at ?? life.world.to)) return false;
      return again(
        life,
        happening,
        at,
        { references: undefined },
        expected('share-after-withdrawal', 'violation', 'R04', 'R21', ...alsoUnconsented(life, happening)),
      );
    },
  },
  {
    kind: 'collect-after-withdrawal', // the tick box that it cites was taken back (R04); the scene's own consent stands, for sensitive items and no others (R02)
    apply: (life, happening) => {
      const { withdrawn } = life.general;
      if (!withdrawn || !isCollection(happening) || happening.event['legalBasis'] !== '13-1') return false;
      const at = withdrawn.at + hourMs;
      if (at >= life.world.to) return false;
      const isCovered = itemsOf(happening).every((code) => isSensitive(life, code));
      return again(life, happening, at, {}, expected('collect-after-withdrawal', 'violation', ...(isCovered ? [] : ['R02']), 'R04'));
    },
  },
  {
    kind: 'other-basis-after-withdrawal', // what was agreed to and taken back goes on without a memo (R05, R22), and the person is not told of the recipient (R22)
    apply: (life, happening) => {
      const agreed = happening.separate;
      if (!agreed?.withdrawn || hasAnother(life, agreed) || hasScene(life, agreed.purpose) || life.told.has(agreed.recipient.recipient)) return false;
      const at = agreed.withdrawn.at + hourMs;
      if (at >= life.world.to) return false;
      const rules = ['R05', 'R22', ...(happening.event['purpose'] === 'credit-enquiry' ? ['R12'] : [])];
      const fields = { references: undefined, consent: undefined, legalBasis: '13-2' };
      return again(life, happening, at, fields, expected('other-basis-after-withdrawal', 'violation', ...rules));
    },
  },
  {
    kind: 'recipient-changed-since', // the separate consent is older than what the recipient does now
    apply: (life, happening) => {
      const { clause, separate, at } = happening;
      const changedAt = life.world.from + changedAfterMs;
      const twin = clause && life.world.recipients.faultyOf(clause, 'changed');
      if (!separate || !twin || at < changedAt + hourMs || life.general.at > changedAt - 2 * hourMs) return false;
      const consent = `${separate.consent}-changed`;
      repeat(life, separate.granted, changedAt - hourMs, { consent, recipient: twin.recipient });
      return change(happening, { consent, recipient: twin.recipient }, expected('recipient-changed-since', 'violation', 'R23'));
    },
  },
  {
    kind: 'use-after-restriction', // the account is closed, and what the bank keeps is handed on once more
    apply: (life, happening) => {
      const at = (life.restrictedAt ?? life.world.to) + 2 * hourMs;
      if (at >= life.world.to || happening.event['mode'] !== 'entrusted') return false;
      return again(life, happening, at, {}, expected('use-after-restriction', 'violation', 'R69'));
    },
  },
  {
    kind: 'tick-box-for-sensitive-items', // before the scene asked for itself, when there was only the tick box (R02 holds by it)
    apply: (life, happening) => {
      const scene = life.scenes.get(`${happening.clause?.id ?? ''} by consent`);
      const items = itemsOf(happening);
      if (happening.event['legalBasis'] !== '13-1' || happening.separate || !scene || !items.some((code) => isSensitive(life, code))) return false;
      const at = scene.at - minuteMs;
      const others = [...life.scenes.values()].filter((other) => other !== scene && other.clause.purposes.includes(String(happening.event['purpose'])));
      if (at <= life.general.at || others.length > 0) return false;
      const rules = ['R10', ...(items.some(isFace) ? ['R51'] : [])];
      return again(life, happening, at, {}, expected('tick-box-for-sensitive-items', 'violation', ...rules));
    },
  },
];

export const consentDeviations: readonly DeviationKind[] = [
  {
    kind: 'collect-without-consent', // before the policy was shown and agreed to
    apply: (life, happening) => {
      if (!isCollection(happening) || happening.event['legalBasis'] !== '13-1') return false;
      const at = life.person.joinsAt - life.random.between(1, 30) * minuteMs;
      const items = itemsOf(happening);
      const rules = ['R02', 'R06', ...(items.some((code) => isSensitive(life, code)) ? ['R10', 'R11'] : []), ...(items.some(isFace) ? ['R51'] : [])];
      return again(life, happening, at, { consent: undefined }, expected('collect-without-consent', 'violation', ...rules));
    },
  },
  {
    kind: 'beyond-the-consent-cited', // the tick box covers it, and the scene where there is one; the consent it cites is for something else
    apply: (life, happening) => {
      if (!isCollection(happening) || happening.event['legalBasis'] !== '13-1') return false;
      const other = [...life.separate.values()].find(({ at, purpose, withdrawn }) => at < happening.at && !withdrawn && purpose !== happening.event['purpose']);
      return other !== undefined && change(happening, { consent: other.consent }, expected('beyond-the-consent-cited', 'violation', 'R03'));
    },
  },
  {
    kind: 'no-basis', // without a stated basis the rules about consent have nothing to ask
    apply: (_life, happening) => change(happening, { legalBasis: 'unknown', consent: undefined }, expected('no-basis', 'gap', 'R01')),
  },
  {
    kind: 'unknown-consent', // the consents there are cover it; the one it cites is none of them
    apply: (life, happening) =>
      happening.event['legalBasis'] === '13-1' && change(happening, { consent: `none-${life.person.number}` }, expected('unknown-consent', 'gap', 'R01')),
  },
];
