// Remedies of the rules about bases, consents and children.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { Needed, Remedies } from './remedy.ts';

/** A consent in force before, of this kind, for this very handling. */
const consentOf =
  (zh: string, en: string) =>
  ({ before, items, purpose, recipient }: Needed): Bilingual => ({
    zh: `在 ${before} 之前取得${zh}：目的 ${purpose}，信息 ${items}${recipient && `，接收方 ${recipient}`}；且届时未撤回、未失效。`,
    en: `${en} given before ${before} for the purpose ${purpose}, the items ${items}${recipient && ` and the recipient ${recipient}`}, neither withdrawn nor lapsed by then.`,
  });

const separate = consentOf('单独同意', 'A separate consent');

export const consentRemedies: Remedies = {
  R01: ({ subject: { event } }) =>
    event.legalBasis === 'unknown'
      ? { zh: '写明一项合法性基础（13-1 至 13-7）。', en: 'Stating one legal basis (13-1 to 13-7).' }
      : {
          zh: `所引用的同意 ${event.consent ?? ''} 作为事件入账，且早于本事件。`,
          en: `The consent ${event.consent ?? ''} that it cites on record, from before the event.`,
        },
  R02: consentOf('有效同意', 'A consent'),
  R03: ({ subject: { event }, items, purpose, before }) => ({
    zh: `引用范围足够的同意：涵盖目的 ${purpose}、信息 ${items} 及该处理方式，并在 ${before} 仍有效；现引用的是 ${event.consent ?? ''}。`,
    en: `Citing a consent that reaches as far: purpose ${purpose}, items ${items}, this way of handling, still valid at ${before}; it cites ${event.consent ?? ''}.`,
  }),
  R04: ({ before, purpose }) => ({
    zh: `撤回后停止处理（存储除外）；或在 ${before} 之前重新取得对目的 ${purpose} 的同意，并引用该同意。`,
    en: `Stopping after the withdrawal, keeping aside; or a new consent for the purpose ${purpose} before ${before}, cited by the event.`,
  }),
  R05: ({ subject: { event } }) => ({
    zh: `撤回同意之前已形成并引用的依据（basisEvidence），说明可依 ${event.legalBasis} 继续处理；或停止处理。`,
    en: `A memo (basisEvidence) from before the withdrawal that shows why it may go on under ${event.legalBasis}; or stopping.`,
  }),
  R10: separate,
  R12: consentOf('书面同意', 'A written consent'),
  R13: ({ before }) => ({
    zh: `在 ${before} 之前取得监护人同意，并适用儿童专门处理规则；工作人员访问未成年人信息须有审批（approver）。`,
    en: `A guardian's consent before ${before}, and the special rules for children; for a look by staff, an approval (approver).`,
  }),
  R14: ({ subject: { event }, before }) =>
    event.ageBand === 'age-16-to-17'
      ? { zh: `在 ${before} 之前取得父母或监护人同意。`, en: `The consent of a parent or guardian before ${before}.` }
      : { zh: '按政策承诺，不收集未满十六周岁者的信息。', en: 'Not collecting anything of somebody under 16, as the policy promises.' },
  R21: ({ subject, ...needed }) =>
    subject.handing === 'unclear'
      ? {
          zh: `共享方式与接收方登记的角色一致（委托须登记为受托人）；或${separate({ subject, ...needed }).zh}`,
          en: `A mode that the register bears out (entrusting needs a recipient registered as a processor); or: ${separate({ subject, ...needed }).en}`,
        }
      : separate({ subject, ...needed }),
  R51: (needed) => ({
    zh: `人脸信息不离开设备；或有法律依据；或${separate(needed).zh}`,
    en: `The face staying on the device; a statute; or: ${separate(needed).en}`,
  }),
};
