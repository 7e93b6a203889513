// GET /v1/findings/groups: the work list of findings, by rule, clause and recipient. Counts only: it names nobody.
import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import { rules } from '../../core/policy/evaluate.ts';
import { groupFindings, groupings, type Grouping } from '../../core/policy/finding-groups.ts';
import { labels } from '../labels.ts';
import type { QueryDependencies } from '../lineage-service.ts';
import { answers } from './examples.ts';
import { refusal, spanOf, text } from './parameters.ts';

type GroupQuery = Partial<Record<'by' | 'from' | 'to' | 'outcome', string>>;

const querystring = {
  type: 'object',
  additionalProperties: false,
  properties: { by: text, from: text, to: text, outcome: { enum: ['violation', 'gap'] } },
} as const;

const example = {
  by: groupings,
  groups: [
    {
      rule: 'R21',
      asks: { zh: '以同意向其他处理者提供的，此前有对该接收方的单独同意', en: 'Provision by consent: a separate consent for that recipient before' },
      clause: '4.2.16',
      recipient: 'kuaidi100',
      recipientName: { zh: '快递100', en: 'Kuaidi100' },
      severity: 'C',
      outcome: 'violation',
      violations: 12,
      gaps: 0,
      first: '2025-09-03T10:15:00+08:00',
      last: '2025-09-30T18:00:00+08:00',
    },
  ],
};

/** Adds the route. */
export function findingGroupsRoute(app: FastifyInstance, { queries, registry }: QueryDependencies): void {
  app.get<{ Querystring: GroupQuery }>(
    '/v1/findings/groups',
    { schema: { summary: 'Findings grouped: how many, first, last, severity; worst first', tags: ['across people'], querystring, ...answers(example) } },
    async ({ query: { by, outcome, ...span } }) => {
      const grouping = groupingOf(by);
      const { from, to } = spanOf(span);
      const filter = { ...(outcome === undefined ? {} : { outcome }), ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
      const groups = groupFindings(await queries.findingGroups(filter), grouping);
      const names = labels(registry, await queries.recipients());
      return {
        by: grouping,
        groups: groups.map((group) => ({
          ...group,
          first: formatInstant(group.first),
          last: formatInstant(group.last),
          asks: rules.find(({ id }) => id === group.rule)?.asks ?? null,
          recipientName: group.recipient === null || group.recipient === '' ? null : names.holder(group.recipient),
        })),
      };
    },
  );
}

/** `rule,clause` → what to group by; all three where nothing is said. @throws LineageError ERR_INPUT. */
function groupingOf(by: string | undefined): readonly Grouping[] {
  const asked = by?.split(',') ?? groupings;
  const known = groupings.filter((one) => asked.includes(one));
  if (known.length !== asked.length) throw refusal('by', 'grouping', `some of ${groupings.join(', ')}, each once, with commas between`);
  return known;
}
