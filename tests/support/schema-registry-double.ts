// A double of a schema registry, not a real one: Confluent's API as far as it is used here, with the faults a test asks for.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface RegistryDouble {
  readonly url: string;
  /** `METHOD /path` of every request that was answered or refused. */
  readonly asked: readonly string[];
  /** What the next requests are answered instead; `hang` is never. */
  fault(next: { readonly times: number; readonly status: number | 'hang' } | null): void;
  /** Registers without asking; `schemaType` other than AVRO for those that are none. */
  put(subject: string, schema: string, schemaType?: string): number;
  readonly readOnly: { value: boolean };
}

/** Listens on a free loopback port until the test is over. */
export async function schemaRegistryDouble(credentials?: string): Promise<RegistryDouble> {
  const schemas: { readonly subject: string; readonly schema: string; readonly schemaType: string }[] = [];
  const asked: string[] = [];
  const readOnly = { value: false };
  let faults: { times: number; readonly status: number | 'hang' } | null = null;
  const put = (subject: string, schema: string, schemaType = 'AVRO'): number => schemas.push({ subject, schema, schemaType });
  const idOf = (subject: string, schema: string): number => schemas.findIndex((one) => one.subject === subject && one.schema === schema) + 1;

  const answer = (method: string, path: string, schema: string): { status: number; body: object } => {
    const notFound = { status: 404, body: { error_code: 40403, message: 'not found' } };
    const [, id] = /^\/schemas\/ids\/(\d+)$/.exec(path) ?? [];
    if (method === 'GET' && id !== undefined) {
      const found = schemas[Number(id) - 1];
      return found ? { status: 200, body: { schema: found.schema, ...(found.schemaType === 'AVRO' ? {} : { schemaType: found.schemaType }) } } : notFound;
    }
    const [, encoded = '', versions] = /^\/subjects\/([^/]+)(\/versions)?$/.exec(path) ?? [];
    const subject = decodeURIComponent(encoded);
    const known = idOf(subject, schema);
    if (method !== 'POST' || subject === '') return notFound;
    if (known > 0) return { status: 200, body: { id: known } };
    if (versions === undefined) return notFound;
    return readOnly.value ? { status: 403, body: { error_code: 40301 } } : { status: 200, body: { id: put(subject, schema) } };
  };

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      asked.push(`${method} ${path}`);
      if (faults !== null && faults.times > 0) {
        faults.times -= 1;
        if (faults.status !== 'hang') response.writeHead(faults.status).end('{}');
        return;
      }
      if (credentials !== undefined && headers.authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`) {
        response.writeHead(401).end('{"error_code":401}');
        return;
      }
      const { status, body: answered } = answer(method, path, body === '' ? '' : (JSON.parse(body) as { schema: string }).schema);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, put, readOnly, fault: (next) => (faults = next === null ? null : { ...next }) };
}
