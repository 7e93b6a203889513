// Basis and consent going wrong. Each keeps clear of the person's other consents, so that what it must be found as is certain.
import type { SeparateConsent } from './journal.ts';
import type { Life } from './journey.ts';
import { again, change, expected, isCollection, type DeviationKind } from './deviation.ts';
import { hourMs, minuteMs } from './rhythm.ts';

/** Whether another separate consent for the same recipient might cover the share. */
const hasAnother = (life: Life, agreed: SeparateConsent): boolean =>
  [...life.separate.values()].some((other) => other !== agreed && other.recipient === agreed.recipient);

/** They fit only people who agreed to something, or took it back: tried first, or they would hardly occur. */
export const rareDeviations: readonly DeviationKind[] = [
  {
    kind: 'share-without-consent', // an hour before the separate consent, when there was only the tick box (R02 holds by it)
    apply: (life, happening) => {
      const agreed = happening.separate;
      if (!agreed || hasAnother(life, agreed) || agreed.at - hourMs <= life.general.at + minuteMs) return false;
      const fields = { consent: undefined, causedBy: undefined, references: undefined };
      return again(life, happening, agreed.at - hourMs, fields, expected('share-without-consent', 'violation', 'R21'));
    },
  },
  {
    kind: 'share-after-withdrawal', // the consent it cites is on record (R01 holds) and the tick box stands (R02 holds)
    apply: (life, happening) => {
      const agreed = happening.separate;
      if (!agreed?.withdrawn || hasAnother(life, agreed)) return false;
      const at = agreed.withdrawn.at + hourMs;
      if (at >= Math.min(life.world.to, life.general.withdrawn?.at ?? life.world.to)) return false;
      return again(life, happening, at, { references: undefined }, expected('share-after-withdrawal', 'violation', 'R04', 'R21'));
    },
  },
  {
    kind: 'collect-after-withdrawal', // the tick box was taken back: no consent (R02), and collected all the same (R04)
    apply: (life, happening) => {
      const { withdrawn } = life.general;
      if (!withdrawn || !isCollection(happening) || happening.event['legalBasis'] !== '13-1') return false;
      const at = withdrawn.at + hourMs;
      // A separate consent for that purpose would still do.
      if (at >= life.world.to || [...life.separate.values()].some(({ purpose }) => purpose === happening.event['purpose'])) return false;
      return again(life, happening, at, {}, expected('collect-after-withdrawal', 'violation', 'R02', 'R04'));
    },
  },
];

export const consentDeviations: readonly DeviationKind[] = [
  {
    kind: 'collect-without-consent', // before the policy was agreed to
    apply: (life, happening) => {
      if (!isCollection(happening) || happening.event['legalBasis'] !== '13-1') return false;
      const at = life.person.joinsAt - life.random.between(1, 30) * minuteMs;
      return again(life, happening, at, { consent: undefined }, expected('collect-without-consent', 'violation', 'R02'));
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
