// Waits until the answers show what the ledger holds, with a bar.
import { LineageError } from '../core/domain/errors.ts';
import { progress } from './progress.ts';
import type { SystemClient } from './system-client.ts';

/** Resolves once the topics are in the ledger, where there are topics, and no stream lags. @throws LineageError when the projector stopped. */
export async function projected(client: SystemClient): Promise<void> {
  const bar = progress('project');
  let most = 0;
  for (;;) {
    const { lagRecords = {}, lagEvents = {} } = (await client.get('/readyz')) as Partial<Record<'lagRecords' | 'lagEvents', Readonly<Record<string, number>>>>;
    const lag = [...Object.values(lagRecords), ...Object.values(lagEvents)].reduce((sum, events) => sum + events, 0);
    most = Math.max(most, lag);
    bar.update(most - lag, most, `${lag} events to go`);
    if (lag === 0) break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, 20 + lag / 100)));
  }
  bar.end();
}

/** Whether the ledger holds no events about people yet. */
export async function isEmpty(client: SystemClient): Promise<boolean> {
  const answer = (await client.get('/readyz')) as { readonly ledgerEvents?: number };
  if (answer.ledgerEvents === undefined) throw new LineageError('ERR_UNREACHABLE', 'the system does not say how much it holds');
  return answer.ledgerEvents === 0;
}
