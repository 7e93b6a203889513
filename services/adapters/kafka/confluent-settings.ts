// Which envelope events have on the topics: Confluent's where a schema registry is configured, else Avro single-object encoding.
import { LineageError } from '../../core/domain/errors.ts';
import type { WireFormat } from '../../core/ports/intake-topic.ts';
import { confluentEncoding, type ConfluentEncodingOptions } from './confluent-encoding.ts';
import { confluentRegistry, type RegistrySettings } from './confluent-registry.ts';
import { singleObjectEncoding } from './single-object.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface WireFormatOptions extends Pick<ConfluentEncodingOptions, 'contracts' | 'rabinOf'> {
  /** Whether this process writes: then every contract gets its id first. */
  readonly writes: boolean;
  /** Development only: a registry on another machine without TLS. */
  readonly allowPlaintext?: boolean;
}

/** The format that the environment asks for. @throws LineageError ERR_CONFIGURATION naming the variable; ERR_UNREACHABLE when this process writes and the registry is away. */
export async function wireFormat(environment: Environment, { contracts, rabinOf, writes, allowPlaintext = false }: WireFormatOptions): Promise<WireFormat> {
  const settings = registrySettings(environment, allowPlaintext);
  if (settings === null) return singleObjectEncoding(contracts);
  const encoding = confluentEncoding({ registry: confluentRegistry(settings), contracts, rabinOf });
  if (writes) await encoding.enrol();
  return encoding;
}

/** Reads `SCHEMA_REGISTRY_URL`, `SCHEMA_REGISTRY_USERNAME`, `SCHEMA_REGISTRY_PASSWORD`; null when there is none. */
export function registrySettings(environment: Environment, allowPlaintext: boolean): RegistrySettings | null {
  const { SCHEMA_REGISTRY_URL: url = '', SCHEMA_REGISTRY_USERNAME: username = '', SCHEMA_REGISTRY_PASSWORD: password = '' } = environment;
  if (url === '') return null;
  const parsed = URL.parse(url);
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    throw wrong('SCHEMA_REGISTRY_URL is an address like https://schemas.bank.example, without user and password');
  if (parsed.protocol === 'http:' && !allowPlaintext && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname))
    throw wrong('SCHEMA_REGISTRY_URL leads to another machine in clear: use https');
  if ((username === '') !== (password === '')) throw wrong('SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD go together');
  return { url, credentials: username === '' ? null : { username, password } };
}

const wrong = (what: string): LineageError => new LineageError('ERR_CONFIGURATION', what);
