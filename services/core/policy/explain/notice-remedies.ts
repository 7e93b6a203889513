// Remedies of the rules about what the person is told.
import type { Remedies } from './remedy.ts';

const aboutRecipient: Remedies[string] = ({ before, recipient }) => ({
  zh: `在 ${before} 之前告知接收方 ${recipient} 的名称和联系方式。`,
  en: `A notice before ${before} with the name and the contact of ${recipient}.`,
});

export const noticeRemedies: Remedies = {
  R06: ({ subject: { event }, before }) => ({
    zh: `在 ${before} 之前展示 ${event.policyVersion ?? '所依据的政策版本'}，含名称、联系方式、目的、方式、种类、保存期限和权利。`,
    en: `${event.policyVersion ?? 'The policy version followed'} shown before ${before}, with name, contact, purpose, method, items, retention and rights.`,
  }),
  R11: ({ subject: { sensitive }, before }) => ({
    zh: `在 ${before} 之前告知处理 ${sensitive.join(', ')} 的必要性和影响；人脸信息还须告知保存期限。`,
    en: `A notice before ${before} of why ${sensitive.join(', ')} are needed and what that does to the person; of a face also how long it is kept.`,
  }),
  R16: () => ({
    zh: '紧急情况消除后及时告知，并有记录；何时消除目前没有事件记录，只有事先的完整告知能够证明。',
    en: 'A notice in time once the emergency was over. When it was over is in no event yet, so only a whole notice before can be shown.',
  }),
  R17: () => ({
    zh: '写明本人可否查看，以及不披露的法律依据（exemptionGround）。',
    en: 'Stating whether the person may see it, and the statute if not (exemptionGround).',
  }),
  R22: ({ before, recipient }) => ({
    zh: `引用必要性依据（basisEvidence：合同、法规或备忘）；并在 ${before} 之前告知接收方 ${recipient} 的名称和联系方式。`,
    en: `Citing why it was necessary (basisEvidence: contract, statute or memo), and a notice before ${before} with the name and the contact of ${recipient}.`,
  }),
  R33: aboutRecipient,
  R43: ({ before }) => ({
    zh: `在 ${before} 之前告知本人将报送不良信息。`,
    en: `Telling the person before ${before} that adverse information would be reported.`,
  }),
};
