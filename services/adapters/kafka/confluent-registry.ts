// A schema registry that speaks Confluent's API: the id of a schema, and the schema of an id. Ids never change their meaning.
import { setTimeout as delay } from 'node:timers/promises';
import { LineageError } from '../../core/domain/errors.ts';

export interface RegistrySettings {
  readonly url: string;
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

export interface SchemaRegistry {
  /**
   * The id of this schema under this subject; registers it when the registry does not know it yet.
   * @throws LineageError ERR_UNREACHABLE (retriable) while it is away; ERR_CONFIGURATION when it refuses.
   */
  idOf(subject: string, schema: string): Promise<number>;
  /** The text of an Avro schema; null when nothing, or another kind of schema, has this id. @throws LineageError as `idOf`. */
  schemaOf(id: number): Promise<string | null>;
}

/** A registry that restarts is away for some seconds. */
const patience = { answerMaxMs: 5_000, pausesMs: [200, 500, 1_000, 2_000, 4_000] };
const mediaType = 'application/vnd.schemaregistry.v1+json';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Connects at each call; nothing is kept here. */
export function confluentRegistry({ url, credentials }: RegistrySettings, { answerMaxMs, pausesMs } = patience): SchemaRegistry {
  const authorization = credentials && `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  const base = url.endsWith('/') ? url : `${url}/`;
  const headers = { accept: mediaType, 'content-type': mediaType, ...(authorization === null ? {} : { authorization }) };

  const ask = async (path: string, schema?: string): Promise<Answer> => {
    const init = schema === undefined ? {} : { method: 'POST', body: JSON.stringify({ schema }) };
    for (let attempt = 0; ; attempt += 1) {
      const answer = await once(new URL(path, base), { ...init, headers, signal: AbortSignal.timeout(answerMaxMs) });
      if (answer !== null) return answer;
      const pause = pausesMs[attempt];
      if (pause === undefined)
        throw new LineageError('ERR_UNREACHABLE', 'the schema registry does not answer; is SCHEMA_REGISTRY_URL right?', { retriable: true });
      await delay(pause);
    }
  };

  return {
    idOf: async (subject, schema) => {
      const path = `subjects/${encodeURIComponent(subject)}`;
      // Asked first: many registries let no service register, and need not.
      const known = await ask(path, schema);
      const answer = known.status === 404 ? await ask(`${path}/versions`, schema) : known;
      const { id } = answer.body;
      if (answer.status === 200 && Number.isInteger(id)) return id as number;
      const doing = known.status === 404 ? `register the contract ${subject}` : `look for the contract ${subject}`;
      throw new LineageError(
        'ERR_CONFIGURATION',
        `the schema registry does not let this user ${doing} (${refusalOf(answer)}): register schemas/events there first`,
      );
    },
    schemaOf: async (id) => {
      const { status, body } = await ask(`schemas/ids/${id}`);
      if (status === 404) return null;
      if (status !== 200)
        throw new LineageError('ERR_CONFIGURATION', `the schema registry does not give schemas to this user (${refusalOf({ status, body })})`);
      const { schema, schemaType = 'AVRO' } = body;
      return schemaType === 'AVRO' && typeof schema === 'string' ? schema : null;
    },
  };
}

/** Null while it is away. */
async function once(url: URL, init: RequestInit): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error' });
    if (response.status >= 500 || response.status === 429) {
      await response.body?.cancel();
      return null;
    }
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, body: typeof body === 'object' && body !== null ? (body as Answer['body']) : {} };
  } catch {
    return null;
  }
}

const refusalOf = ({ status, body }: Answer): string => (typeof body['error_code'] === 'number' ? `${status}, error ${body['error_code']}` : String(status));
