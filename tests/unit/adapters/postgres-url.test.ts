// Which database URLs are taken, and that nothing of a person travels in clear between two machines.
import { describe, expect, test } from 'vitest';
import { parsePostgresUrl } from '../../../services/adapters/postgres/postgres-url.ts';

const password = 'canary-word';
const at = (rest: string): string => `postgres://keeper:${password}@${rest}`;

describe('taken', () => {
  test('every part of it, decoded', () => {
    const { config, where } = parsePostgresUrl(`postgresql://a%40b:p%2Fw@127.0.0.1:6432/lin%20eage`);
    expect(config).toEqual({ host: '127.0.0.1', port: 6432, database: 'lin eage', user: 'a@b', password: 'p/w', ssl: false });
    expect(where).toBe('127.0.0.1:6432/lin eage');
  });

  test.each(['localhost/d', '127.9.9.9/d', '[::1]/d', 'localhost/d?host=/run/postgresql'])('without TLS on this machine: %s', (rest) => {
    expect(parsePostgresUrl(at(rest)).config.ssl).toBe(false);
  });

  test.each(['verify-full', 'verify-ca', 'require'])('with sslmode=%s: certificate and name are checked', (mode) => {
    for (const host of ['db.bank.example', 'localhost'])
      expect(parsePostgresUrl(at(`${host}/d?sslmode=${mode}`)).config.ssl).toEqual({ rejectUnauthorized: true });
  });

  test('in clear to another machine only when development says so', () => {
    expect(parsePostgresUrl(at('db.bank.example/d'), { allowPlaintext: true }).config.ssl).toBe(false);
    expect(parsePostgresUrl(at('db.bank.example/d?sslmode=no-verify'), { allowPlaintext: true }).config.ssl).toEqual({ rejectUnauthorized: false });
  });
});

describe('refused, saying why and never repeating it', () => {
  test.each([
    ['in clear to another machine', at('db.bank.example/d'), 'sslmode=verify-full'],
    ['by an address', at('10.0.0.7/d'), 'sslmode=verify-full'],
    ['that looks like this one', at('127.0.0.1.bank.example/d'), 'sslmode=verify-full'],
    ['said to be in clear', at('db.bank.example/d?sslmode=disable'), 'sslmode=verify-full'],
    ['without a checked certificate', at('db.bank.example/d?sslmode=no-verify'), 'sslmode=verify-full'],
    ['with a mode that falls back to clear text', at('db.bank.example/d?sslmode=prefer'), 'none of'],
    ['with a host behind the host', at('localhost/d?host=db.bank.example'), 'Unix socket'],
    ['with what it does not know', at('localhost/d?options=-cfsync%3Doff'), 'options'],
    ['without a database', at('localhost'), 'no database'],
    ['another kind of server', `mysql://keeper:${password}@localhost/d`, 'postgres://'],
    ['no URL', `keeper:${password}`, 'postgres://'],
    ['a certificate that is not there', at('db.bank.example/d?sslmode=verify-full&sslrootcert=/nowhere/ca.crt'), 'sslrootcert'],
  ])('%s', (_what, url, why) => {
    const refuse = (): unknown => parsePostgresUrl(url, { name: 'VAULT_DATABASE_URL' });
    expect(refuse).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION', message: expect.stringContaining(why) }));
    expect(refuse).toThrow(/^VAULT_DATABASE_URL /);
    expect(refuse).not.toThrow(password);
  });
});
