// Sums over people: what drift and the work list of findings are made of.
import { sql, type Kysely } from 'kysely';
import type { ObservedFlow } from '../../core/policy/drift/observed.ts';
import type { FindingGroup } from '../../core/policy/finding-groups.ts';
import type { LineageQueries } from '../../core/ports/lineage-queries.ts';
import type { SqlDialect } from './dialect.ts';
import type { BigInteger, Tables } from './tables.ts';

/** Flow counts of the days from `from` to `to`, both inclusive. */
export async function readFlowTotals(db: Kysely<Tables>, from: string | null, to: string | null): Promise<readonly ObservedFlow[]> {
  let query = db
    .selectFrom('flow')
    .select(['clause', 'holder', 'item', 'purpose'])
    .select(({ fn }) => [fn.sum<BigInteger>('events').as('count'), fn.min('day').as('first_day'), fn.max('day').as('last_day')])
    .where('events', '<>', 0);
  if (from !== null) query = query.where('day', '>=', from);
  if (to !== null) query = query.where('day', '<=', to);
  const rows = await query.groupBy(['clause', 'holder', 'item', 'purpose']).execute();
  return rows.map(({ clause, holder, item, purpose, count, first_day, last_day }) => ({
    clause,
    holder,
    item,
    purpose,
    count: Number(count),
    firstDay: first_day,
    lastDay: last_day,
  }));
}

interface GroupRow extends Pick<FindingGroup, 'rule' | 'clause' | 'recipient' | 'severity' | 'outcome'> {
  readonly findings: BigInteger;
  readonly first: BigInteger;
  readonly last: BigInteger;
}

/** Counts findings of the events that have any. `outcome` is that of the finding. */
export async function readFindingGroups(
  { kysely, elementsOf }: Pick<SqlDialect, 'kysely' | 'elementsOf'>,
  { outcome, from, to }: Parameters<LineageQueries['findingGroups']>[0],
): Promise<readonly FindingGroup[]> {
  const wanted = [
    sql`lineage_event.outcome <> 'compliant'`,
    ...(from === undefined ? [] : [sql`occurred_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`occurred_at <= ${to}`]),
    ...(outcome === undefined ? [] : [sql`one.value ->> 'outcome' = ${outcome}`]),
  ];
  const { rows } = await sql<GroupRow>`
    select one.value ->> 'rule' as rule, one.value ->> 'clause' as clause, coalesce(recipient, '') as recipient,
      one.value ->> 'severity' as severity, one.value ->> 'outcome' as outcome,
      count(*) as findings, min(occurred_at) as first, max(occurred_at) as last
    from lineage_event, ${sql.raw(elementsOf('lineage_event.findings'))}
    where ${sql.join(wanted, sql` and `)}
    group by 1, 2, 3, 4, 5`.execute(kysely);
  return rows.map((row) => ({ ...row, findings: Number(row.findings), first: Number(row.first), last: Number(row.last) }));
}
