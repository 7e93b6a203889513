// Confluent's wire format against a double of the registry: which bytes, which questions, and what a registry that is away or strange changes.
import { describe, expect, test } from 'vitest';
import { loadContracts, rabinOf } from '../../../services/adapters/avro/contracts.ts';
import { confluentEncoding } from '../../../services/adapters/kafka/confluent-encoding.ts';
import { confluentRegistry } from '../../../services/adapters/kafka/confluent-registry.ts';
import { registrySettings, wireFormat } from '../../../services/adapters/kafka/confluent-settings.ts';
import { singleObjectEncoding } from '../../../services/adapters/kafka/single-object.ts';
import { contractsFolder } from '../../support/repository-folders.ts';
import { schemaRegistryDouble, type RegistryDouble } from '../../support/schema-registry-double.ts';

const contracts = loadContracts(contractsFolder);
const shared = contracts.find(({ name }) => name === 'PersonalDataShared')!;
const body = Buffer.from('any bytes');

const encodingOn = ({ url }: Pick<RegistryDouble, 'url'>, more: { now?: () => number } = {}) =>
  confluentEncoding({ registry: confluentRegistry({ url, credentials: null }, { answerMaxMs: 200, pausesMs: [5, 5, 5] }), contracts, rabinOf, ...more });
const framed = (id: number): Buffer => Buffer.concat([Buffer.from([0, id >>> 24, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff]), body]);

describe('confluent wire format (on a double of the registry)', () => {
  test('registers every contract once under its full name, and writes zero, id, body', async () => {
    const registry = await schemaRegistryDouble();
    const encoding = encodingOn(registry);
    await encoding.enrol();
    expect(registry.asked.filter((line) => line.endsWith('/versions'))).toHaveLength(contracts.length);
    const again = encodingOn(registry);
    await again.enrol();
    expect(registry.asked.filter((line) => line.endsWith('/versions'))).toHaveLength(contracts.length);
    const id = registry.put(`${shared.schema.namespace}.PersonalDataShared`, 'x') - contracts.length + contracts.indexOf(shared);
    const value = encoding.wrap(shared.fingerprint, body);
    expect(Buffer.from(value)).toEqual(framed(id));
    expect(encoding.unwrap(value)).toEqual({ ok: true, schema: shared.fingerprint, bytes: body });
    expect(encoding.unwrap(again.wrap(shared.fingerprint, body))).toMatchObject({ ok: true, schema: shared.fingerprint });
  });

  test('a reader asks for an id once, recognises the schema however it is written, and reads single-object encoding too', async () => {
    const registry = await schemaRegistryDouble();
    const encoding = encodingOn(registry);
    // Without documentation and in another order of attributes: the same bytes.
    const { fields, ...rest } = shared.schema;
    const bare = registry.put('any-subject-value', JSON.stringify({ fields: fields.map((field) => ({ ...field, doc: undefined })), ...rest, doc: undefined }));
    await encoding.learn?.([framed(bare), framed(bare), null, Buffer.alloc(0)]);
    await encoding.learn?.([framed(bare)]);
    expect(registry.asked).toEqual([`GET /schemas/ids/${bare}`]);
    expect(encoding.unwrap(framed(bare))).toEqual({ ok: true, schema: shared.fingerprint, bytes: body });
    const single = singleObjectEncoding(contracts).wrap(shared.fingerprint, body);
    expect(encoding.unwrap(single)).toMatchObject({ ok: true, schema: shared.fingerprint });
    expect(registry.asked).toHaveLength(1);
  });

  test('an id that nobody knows, no contract has, or is no Avro schema is an outcome; it is asked again only later', async () => {
    const registry = await schemaRegistryDouble();
    let clock = 0;
    const encoding = encodingOn(registry, { now: () => clock });
    const [foreign, protobuf, broken] = [
      registry.put('a', '{"type":"record","name":"Foreign","fields":[]}'),
      registry.put('b', JSON.stringify(shared.schema), 'PROTOBUF'),
      registry.put('c', '{"type":'),
    ];
    const values = [foreign, protobuf, broken, 77].map(framed);
    await encoding.learn?.(values);
    for (const value of values) expect(encoding.unwrap(value)).toMatchObject({ ok: false, reason: 'unknown-schema' });
    await encoding.learn?.(values);
    expect(registry.asked).toHaveLength(4);
    while (registry.put('later', JSON.stringify(shared.schema)) < 77);
    clock += 31_000;
    await encoding.learn?.(values);
    expect(registry.asked).toHaveLength(8);
    expect(encoding.unwrap(framed(77))).toMatchObject({ ok: true });
    expect(encoding.unwrap(Buffer.from('no envelope'))).toMatchObject({ ok: false, reason: 'undecodable' });
    expect(encoding.unwrap(Buffer.from([0, 0, 0]))).toMatchObject({ ok: false, reason: 'undecodable' });
    expect(() => encoding.wrap(shared.fingerprint, body)).toThrow('no id in the schema registry');
  });

  test.each([503, 429, 'hang'] as const)('a registry that answers %s for a while is waited for', async (status) => {
    const registry = await schemaRegistryDouble();
    const id = registry.put('s', JSON.stringify(shared.schema));
    const encoding = encodingOn(registry);
    registry.fault({ times: 3, status });
    await encoding.learn?.([framed(id)]);
    expect(encoding.unwrap(framed(id))).toMatchObject({ ok: true });
  });

  test('a registry that stays away is an error that passes, and nothing was learnt wrongly', async () => {
    const registry = await schemaRegistryDouble();
    const id = registry.put('s', JSON.stringify(shared.schema));
    const encoding = encodingOn(registry);
    registry.fault({ times: 1_000, status: 500 });
    await expect(encoding.learn?.([framed(id)])).rejects.toMatchObject({ code: 'ERR_UNREACHABLE', retriable: true });
    await expect(encodingOn({ url: 'http://127.0.0.1:1' }).learn?.([framed(id)])).rejects.toMatchObject({ code: 'ERR_UNREACHABLE', retriable: true });
    registry.fault(null);
    await encoding.learn?.([framed(id)]);
    expect(encoding.unwrap(framed(id))).toMatchObject({ ok: true });
  });

  test('a registry in which this user may not register says so, unless everything is there', async () => {
    const registry = await schemaRegistryDouble();
    registry.readOnly.value = true;
    await expect(encodingOn(registry).enrol()).rejects.toThrow(
      /does not let this user register the contract .*403, error 40301.*register schemas\/events there first/,
    );
    for (const { schema } of contracts) registry.put(`${schema.namespace}.${schema.name}`, JSON.stringify(schema));
    await encodingOn(registry).enrol();
  });
});

describe('settings of the registry', () => {
  test('without SCHEMA_REGISTRY_URL it is single-object encoding; with it, user and password are sent', async () => {
    const options = { contracts, rabinOf, writes: true };
    expect(Buffer.from((await wireFormat({}, options)).wrap(shared.fingerprint, body)).subarray(0, 2)).toEqual(Buffer.from([0xc3, 0x01]));
    const { url } = await schemaRegistryDouble('user:secret');
    const environment = { SCHEMA_REGISTRY_URL: url, SCHEMA_REGISTRY_USERNAME: 'user', SCHEMA_REGISTRY_PASSWORD: 'secret' };
    expect((await wireFormat(environment, options)).wrap(shared.fingerprint, body)[0]).toBe(0);
    await expect(wireFormat({ SCHEMA_REGISTRY_URL: url }, options)).rejects.toMatchObject({ code: 'ERR_CONFIGURATION' });
  });

  test.each([
    [{ SCHEMA_REGISTRY_URL: 'schemas' }, 'is an address like'],
    [{ SCHEMA_REGISTRY_URL: 'https://u:p@schemas.bank.example' }, 'without user and password'],
    [{ SCHEMA_REGISTRY_URL: 'http://schemas.bank.example' }, 'in clear'],
    [{ SCHEMA_REGISTRY_URL: 'https://schemas.bank.example', SCHEMA_REGISTRY_USERNAME: 'u' }, 'go together'],
  ])('%o is refused: %s', (environment, words) => expect(() => registrySettings(environment, false)).toThrow(words));

  test('paths in the address are kept', async () => {
    const { url } = await schemaRegistryDouble();
    const encoding = encodingOn({ url: `${url}/apis/ccompat/v7` });
    await encoding.learn?.([framed(1)]);
    expect(encoding.unwrap(framed(1))).toMatchObject({ reason: 'unknown-schema' });
  });
});
