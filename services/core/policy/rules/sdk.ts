// R38: what an SDK takes is what its row of the policy says, on the platform of that row.
import { broken, cannotBeShown, held, notApplicable, type Rule, type RuleResult } from './rule.ts';

/** R38, and the policy's own promise of an SDK list by platform. Items, purpose and vendor of the row are asked by R07. */
export const r38: Rule = {
  id: 'R38',
  asks: { zh: 'SDK 在政策清单中，且属于该平台', en: 'The SDK is in the list of the policy for that platform' },
  severity: 'H',
  source: '网数条例 21 SF:S2; 通报 2026-06-11 SF:S14; 政策 一(三) SF:S23',
  judge: ({ event, version, clause }) => {
    const row = event.sdk ?? (clause?.kind === 'sdk' ? clause.id : null);
    if (row === null || version === null) return notApplicable;
    const listed = version.clauses.get(row);
    if (listed?.kind !== 'sdk') return [broken('该 SDK 不在政策的 SDK 清单中。', 'The SDK is in no row of the list in the policy.')];
    const results: RuleResult[] = [];
    if (clause?.kind === 'sdk' && clause.id !== row) results.push(broken('所引用的是另一个 SDK 的条目。', 'The row it cites is that of another SDK.'));
    if (event.platform === 'unknown') results.push(cannotBeShown('未说明客户端平台。', 'It does not say on which platform.'));
    else if (!listed.platforms?.includes(event.platform))
      results.push(broken('政策没有在该平台列出这个 SDK。', 'The policy does not list this SDK for that platform.'));
    return results.length > 0 ? results : held;
  },
};
