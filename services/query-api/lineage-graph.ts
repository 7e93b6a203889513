// A lineage answer as a graph: the person and the holders as nodes, what went from one to the other as edges.
import { bank, type Bilingual } from '../core/domain/vocabulary.ts';
import type { AnsweredFlow } from './answered-flow.ts';
import { namedItems } from './answered-flow.ts';
import type { LineageAnswer } from './lineage-answer.ts';

export interface GraphNode {
  readonly id: string;
  readonly kind: 'person' | 'bank' | 'recipient' | 'source';
  readonly name: Bilingual;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly items: readonly string[];
  readonly purposes: readonly string[];
  readonly clauses: readonly string[];
  readonly flows: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly verdicts: Readonly<Record<'compliant' | 'violation' | 'gap', number>>;
  /** How many holdings of these items the receiving end has now, by state. */
  readonly states: Readonly<Record<string, number>>;
  /** Ids of the flows, in business order. */
  readonly events: readonly string[];
}

/** Nodes and edges, each in a fixed order: the same answer gives the same graph. */
export function lineageGraph({ flows, holdings, ...heading }: LineageAnswer) {
  const recipients = new Set(flows.filter(({ type }) => type === 'PersonalDataShared').map(({ to }) => to));
  const nodes = new Map<string, GraphNode>();
  const add = (id: string, name: Bilingual): void => void (nodes.has(id) || nodes.set(id, { id, kind: kindOf(id, recipients), name }));
  for (const flow of flows) {
    add(flow.from, flow.fromName);
    add(flow.to, flow.toName);
  }
  for (const { holder, holderName } of holdings) add(holder, holderName);
  const heldBy = Map.groupBy(holdings, ({ holder }) => holder);
  const edges = [...Map.groupBy(flows, ({ from, to }) => `${from}\n${to}`).values()].map((those) => edgeOf(those, (to) => heldBy.get(to) ?? []));
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return {
    ...heading,
    nodes: [...nodes.values()].toSorted((a, b) => order(a.id, b.id)),
    edges: edges.toSorted((a, b) => order(`${a.from}\n${a.to}`, `${b.from}\n${b.to}`)),
  };
}

const kindOf = (id: string, recipients: ReadonlySet<string>): GraphNode['kind'] =>
  id === bank ? 'bank' : id === 'data-subject' ? 'person' : recipients.has(id) ? 'recipient' : 'source';

function edgeOf(flows: readonly AnsweredFlow[], heldBy: (holder: string) => LineageAnswer['holdings']): GraphEdge {
  const { from, to } = flows[0] as AnsweredFlow;
  const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();
  const items = distinct(flows.flatMap(namedItems));
  const verdicts = { compliant: 0, violation: 0, gap: 0 };
  for (const { verdict } of flows) verdicts[verdict.outcome] += 1;
  const states: Record<string, number> = {};
  for (const { item, state } of heldBy(to)) if (items.includes(item)) states[state] = (states[state] ?? 0) + 1;
  return {
    from,
    to,
    items,
    purposes: distinct(flows.map(({ purpose }) => purpose)),
    clauses: distinct(flows.flatMap(({ clause }) => clause ?? [])),
    flows: flows.length,
    firstAt: (flows[0] as AnsweredFlow).occurredAt,
    lastAt: (flows.at(-1) as AnsweredFlow).occurredAt,
    verdicts,
    states,
    events: flows.map(({ eventId }) => eventId),
  };
}
