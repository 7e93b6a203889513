// Remedies of the rules about who gets the items: register, contract, approval, export.
import type { Remedies } from './remedy.ts';

export const recipientRemedies: Remedies = {
  R20: ({ recipient, before, purpose, items }) => ({
    zh: `在 ${before} 之前登记 ${recipient}（合作未终止）：联系方式、方式、目的含 ${purpose}、信息含 ${items}。`,
    en: `${recipient} registered by ${before}, not terminated: with contact, method, the purpose ${purpose} and the items ${items}.`,
  }),
  R23: ({ recipient, purpose }) => ({
    zh: `${recipient} 变更目的或方式之后、本次提供之前，重新取得对目的 ${purpose} 的单独同意。`,
    en: `A new separate consent for ${purpose}, given after ${recipient} changed its purpose or method and before this.`,
  }),
  R24: ({ recipient }) => ({
    zh: `${recipient} 的委托合同登记目的、期限、方式、种类、保护措施、双方义务，以及返还或删除、事件通报。`,
    en: `A contract of ${recipient} on record with purpose, term, method, items, protection, duties of both, return or deletion, and incident reports.`,
  }),
  R25: ({ recipient, purpose, items, before }) => ({
    zh: `${recipient} 的委托合同在 ${before} 有效，目的含 ${purpose}，信息含 ${items}。`,
    en: `A contract of ${recipient} in force at ${before} for the purpose ${purpose} and the items ${items}.`,
  }),
  R27: ({ subject: { event }, recipient }) => ({
    zh: `转出方 ${event.type === 'PersonalDataShared' ? event.from : ''} 已登记，且 ${recipient} 在其经同意的转委托名单中。`,
    en: `${event.type === 'PersonalDataShared' ? event.from : ''} registered, with ${recipient} among those it may pass items to.`,
  }),
  R31: ({ recipient, before }) => ({
    zh: `${before} 之前十二个月内监督 ${recipient}，并记入登记。`,
    en: `${recipient} supervised within the twelve months before ${before}, and the register saying so.`,
  }),
  R32: ({ recipient }) => ({
    zh: `与 ${recipient} 的共同处理协议，含权利义务、联系人和事件通报。`,
    en: `An agreement with ${recipient} on rights, on whom to turn to, and on incidents.`,
  }),
  R34: ({ before }) => ({
    zh: `在 ${before} 之前取得对公开的单独同意，并引用影响评估（pia）和审批（approver）。`,
    en: `A separate consent to the publication before ${before}, and the assessment (pia) and approval (approver) cited.`,
  }),
  R35: ({ before, recipient }) => ({
    zh: `在 ${before} 之前取得向 ${recipient} 提供敏感信息的单独同意，并能证明集团内设有防火墙；目前没有事件记录防火墙，最多存疑。`,
    en: `A separate consent for ${recipient} before ${before}, and a firewall within the group. No event records one yet: at best a gap.`,
  }),
  R39: ({ recipient }) => ({
    zh: `向 ${recipient} 提供前取得主管机关批准，并写明（transferMechanism）。`,
    en: `An approval by the authority before anything goes to ${recipient}, named by the event (transferMechanism).`,
  }),
  R40: ({ before }) => ({
    zh: `有效的出境机制（transferMechanism），以同意为基础的在 ${before} 之前取得单独同意；机制是否有效目前没有事件记录，最多存疑。`,
    en: `A mechanism for export (transferMechanism) and, by consent, a separate one before ${before}. No event shows yet that it is valid: at best a gap.`,
  }),
  R44: ({ recipient }) => ({ zh: `${recipient} 的登记写明征信许可证。`, en: `The licence of ${recipient} on its record.` }),
  R45: ({ recipient }) => ({
    zh: `只提供给登记为有权机关的接收方；${recipient} 不是。`,
    en: `Going only to those registered as an authority; ${recipient} is not.`,
  }),
};
