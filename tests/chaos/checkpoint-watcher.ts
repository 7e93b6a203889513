// I6 and I7 of reliability.md 6.4 on PostgreSQL: looks at checkpoints and inbox from outside, while the projector works and dies.
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

export interface CheckpointWatcher {
  /** What was seen that must not be, at most some twenty lines. */
  readonly violations: readonly string[];
  looks(): number;
  stop(): Promise<void>;
}

const pollMs = 100;
const look = `
  select c.ledger, c.revision::int, c.events::int, coalesce(max(i.revision), -1)::int as applied, count(i.revision)::int as rows
  from checkpoint c left join inbox i on i.ledger = c.ledger group by c.ledger, c.revision, c.events`;

/** Straight to the server, not by the proxies. While it is away there is nothing to see. */
export function watchCheckpoints({ url, schema }: { readonly url: string; readonly schema: string }): CheckpointWatcher {
  const violations: string[] = [];
  const reached = new Map<string, number>();
  const stopping = new AbortController();
  let looks = 0;

  const check = (row: Readonly<Record<string, string | number>>): void => {
    const [ledger, revision, events, applied, rows] = [
      String(row['ledger']),
      ...['revision', 'events', 'applied', 'rows'].map((key) => Number(row[key])),
    ] as const;
    const before = reached.get(ledger) ?? -1;
    const found = [
      ...((revision ?? -1) < before ? [`I6: the checkpoint of ${ledger} went back from ${before} to ${revision}`] : []),
      ...(events === (revision ?? -1) + 1 ? [] : [`I7: the checkpoint of ${ledger} says ${events} events at revision ${revision}`]),
      // An event that stands twice in a ledger is applied once, so that there may be fewer rows, never more.
      ...((applied ?? 0) > (revision ?? -1) ? [`I7: ${ledger} is applied up to ${applied}, its checkpoint says ${revision}`] : []),
      ...((rows ?? 0) > (events ?? 0) ? [`I7: ${ledger} has ${rows} applied events, its checkpoint says ${events}`] : []),
    ];
    if (violations.length < 20) violations.push(...found);
    reached.set(ledger, Math.max(before, revision ?? -1));
  };

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const client = new Client({ connectionString: url, options: `-c search_path=${schema}` });
      client.on('error', () => {});
      try {
        await client.connect();
        for (; !stopping.signal.aborted; await delay(pollMs)) {
          for (const row of (await client.query<Record<string, string | number>>(look)).rows) check(row);
          looks += 1;
        }
      } catch {
        await delay(pollMs); // No tables yet, or the server was killed.
      } finally {
        await client.end().catch(() => {});
      }
    }
  };
  const running = watch();
  return {
    violations,
    looks: () => looks,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
