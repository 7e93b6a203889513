// GET /v1/drift: where practice and the published policy differ, both ways, in a window of days.
import type { FastifyInstance } from 'fastify';
import { dayOf } from '../../core/domain/instants.ts';
import { notCompared } from '../../core/policy/drift/drift.ts';
import { registerOf } from '../../core/ports/stored-events.ts';
import { heads, incompleteness } from '../completeness.ts';
import { driftPeriods } from '../drift-answer.ts';
import { labels } from '../labels.ts';
import { caughtUp, type QueryDependencies } from '../lineage-service.ts';
import { answers } from './examples.ts';
import { refuseUnknownCodes } from './known-codes.ts';
import { checkDays, text } from './parameters.ts';

type DriftQuery = Partial<Record<'from' | 'to' | 'clause' | 'direction', string>>;

const querystring = {
  type: 'object',
  additionalProperties: false,
  properties: { from: text, to: text, clause: text, direction: { enum: ['undeclared', 'unobserved'] } },
} as const;

const example = {
  from: '2025-08-13',
  to: '2025-09-30',
  complete: true,
  incompleteBecause: [],
  periods: [
    {
      policyVersion: 'webank-app/8.8',
      from: '2025-08-13',
      to: '2025-09-30',
      clauses: 218,
      observed: { count: 12, firstDay: '2025-09-03', lastDay: '2025-09-05' },
      undeclared: 1,
      unobserved: 0,
      differences: [
        {
          direction: 'undeclared',
          aspect: 'item',
          clause: '4.2.16',
          code: 'mobile_number',
          count: 2,
          firstDay: '2025-09-03',
          lastDay: '2025-09-05',
          declaredUnder: ['4.2.14'],
          outcome: 'violation',
          because: { zh: '条款没有列明这一信息。', en: 'The clause does not list this item.' },
          policyVersion: 'webank-app/8.8',
          clauseTitle: { zh: '物流查询', en: 'Parcel tracking' },
          name: { zh: '手机号码', en: 'Mobile number' },
        },
      ],
    },
  ],
  notCompared,
};

/** Adds the route. It names nobody. */
export function driftRoute(app: FastifyInstance, { queries, ledger, codec, registry, now }: QueryDependencies): void {
  app.get<{ Querystring: DriftQuery }>(
    '/v1/drift',
    { schema: { summary: 'Done and not declared, declared and not done', tags: ['across people'], querystring, ...answers(example) } },
    async ({ query: { from, to, clause, direction } }) => {
      checkDays({ from, to });
      await refuseUnknownCodes({ clause }, { registry, queries });
      const ends = await heads(ledger);
      await caughtUp(queries, ends);
      const recipients = await queries.recipients();
      const question = { from: from ?? null, to: to ?? dayOf(now()), clause: clause ?? null, direction: direction ?? null };
      const periods = await driftPeriods(question, {
        registry,
        register: registerOf(codec, recipients),
        names: labels(registry, recipients),
        flowTotals: (first, last) => queries.flowTotals(first, last),
      });
      const lacking = incompleteness({ quarantined: [], missing: [], checkpoints: await queries.checkpoints() }, ends);
      return { from: question.from, to: question.to, complete: lacking.length === 0, incompleteBecause: lacking, periods, notCompared };
    },
  );
}
