// Reports to the collector: lines of JSON out, a receipt per line back (`POST /v1/events`).
import { LineageError } from '../core/domain/errors.ts';
import type { EventId } from '../core/domain/vocabulary.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';
import type { Delivery } from './delivery.ts';
import type { Delivered, Outgoing, Transport } from './transport.ts';

export interface OverHttpOptions {
  /** The system's address; the path is the client's. */
  readonly url: string;
  /** A bearer token, or what gets one: asked before each request, so that it can be renewed. */
  readonly token?: string | (() => Promise<string>) | undefined;
  /** Development only: another machine without TLS. */
  readonly allowPlaintext?: boolean | undefined;
  readonly requestMaxMs?: number | undefined;
}

/** A line of the answer (`collector/receipt-json.ts`). */
interface ReceiptLine {
  readonly eventId?: EventId | null;
  readonly status?: string;
  readonly ledger?: string;
  readonly revision?: string;
  readonly recordedAt?: string;
  readonly warnings?: readonly FieldProblem[];
  readonly quarantined?: boolean;
  readonly errors?: readonly FieldProblem[];
  readonly error?: { readonly detail?: string };
}

/** @throws LineageError ERR_CONFIGURATION when the address is none, or reports would travel in clear. */
export function overHttp({ url, token, allowPlaintext = false, requestMaxMs = 60_000 }: OverHttpOptions): Transport {
  const target = targetOf(url, allowPlaintext);
  const deliver = async (batch: readonly Outgoing[]): Promise<Delivered> => {
    const deliveries: Delivery[] = [];
    try {
      const bearer = typeof token === 'function' ? await token() : token;
      const response = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
        body: batch.map(({ json }) => `${json}\n`).join(''),
        // Reports, and the token, go where they were meant to or nowhere.
        redirect: 'error',
        signal: AbortSignal.timeout(requestMaxMs),
      });
      if (!response.ok) return { deliveries, fault: await refusal(response) };
      if (!response.headers.get('content-type')?.startsWith('application/x-ndjson')) throw foreign();
      for await (const line of lines(response.body)) {
        const receipt = JSON.parse(line) as ReceiptLine;
        if (receipt.error) return { deliveries, fault: away(receipt.error.detail ?? 'the collector broke off') };
        const outgoing = batch[deliveries.length];
        if (!outgoing) throw foreign();
        deliveries.push(deliveryOf(outgoing, receipt));
      }
      return { deliveries, fault: deliveries.length < batch.length ? away('the answer broke off') : null };
    } catch (error) {
      return { deliveries, fault: error instanceof LineageError ? error : away('the collector does not answer', error) };
    }
  };
  return { identifies: true, deliver, close: async () => {} };
}

function targetOf(url: string, allowPlaintext: boolean): URL {
  const target = URL.parse('/v1/events', url);
  if (!target || !['http:', 'https:'].includes(target.protocol))
    throw new LineageError('ERR_CONFIGURATION', 'url is the address of the system, such as https://suyuan.bank.example');
  if (target.protocol === 'http:' && !allowPlaintext && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(target.hostname))
    throw new LineageError('ERR_CONFIGURATION', 'url leads to another machine in clear: use https');
  return target;
}

const away = (message: string, cause?: unknown): LineageError => new LineageError('ERR_UNREACHABLE', message, { retriable: true, cause });
const foreign = (): LineageError => new LineageError('ERR_INVARIANT', 'the answer is not about what was sent: is url the address of the system?');

/** Busy, going down or not there yet passes; anything else is for people. */
async function refusal(response: Response): Promise<LineageError> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const [, title = ''] = /"title":"([^"]{1,200})"/.exec(text) ?? [];
  const message = `the collector answered ${status}${title === '' ? '' : `: ${title}`}`;
  return status >= 500 || status === 429 || status === 408 ? away(message) : new LineageError('ERR_CONFIGURATION', message);
}

/** Whole lines only: one that was cut off is no receipt. */
async function* lines(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (body === null) return;
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((part) => part !== '');
  }
}

function deliveryOf({ sourceEventId, eventId }: Outgoing, receipt: ReceiptLine): Delivery {
  const { status, ledger = '', revision = '', recordedAt = '', warnings = [], errors = [], quarantined = false } = receipt;
  if (receipt.eventId !== eventId && !(status === 'rejected' && (receipt.eventId ?? null) === null)) throw foreign();
  switch (status) {
    case 'recorded':
    case 'duplicate':
      return { status, sourceEventId, eventId, ledger, revision, recordedAt, warnings };
    case 'accepted':
      return { status, sourceEventId, eventId, warnings };
    case 'rejected':
      return { status, sourceEventId, eventId, problems: errors, quarantined };
    default:
      throw foreign();
  }
}
