// What a connection string must say, and that nothing of it is ever given away. Needs no server.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventStoreDbLedger } from '../../services/adapters/eventstoredb/eventstoredb-ledger.ts';
import { connect } from '../../services/adapters/eventstoredb/connection.ts';
import { LineageError } from '../../services/core/domain/errors.ts';

const secret = 'not-to-be-seen';
const refused = (url: string, allowInsecure = false): LineageError => {
  try {
    eventStoreDbLedger({ url, allowInsecure });
  } catch (error) {
    return error as LineageError;
  }
  throw new Error('it was taken');
};

afterEach(() => vi.unstubAllEnvs());

describe('a connection string', () => {
  test.each([
    ['tls=false without the development flag', `esdb://user:${secret}@localhost:2113?tls=false`, /take that out and give tlsCAFile/],
    ['the same in another spelling', `esdb://user:${secret}@localhost:2113?TLS=false`, /take that out/],
    ['no user', 'esdb://localhost:2113', /names no user/],
    ['no scheme', `user:${secret}@localhost`, /not of the form/],
    ['http', `http://user:${secret}@localhost:2113`, /not of the form/],
    ['nothing', '', /not of the form/],
    ['a setting that is not one', `esdb://user:${secret}@localhost?tlsCaFiel=ca.crt`, /"tlsCaFiel" is not one of tls, tlscafile/],
    ['a certificate that is not there', `esdb://user:${secret}@localhost?tlsCAFile=/nowhere/ca.crt`, /certificate file/],
    ['a port that is none', `esdb://user:${secret}@localhost:x`, /the client cannot read it/],
    ['a password that is not encoded', `esdb://user:${secret}%zz@localhost`, /percent-encoded/],
  ])('%s: ERR_CONFIGURATION that says what to do and shows nothing', (_name, url, says) => {
    const error = refused(url);
    expect(error).toBeInstanceOf(LineageError);
    expect(error.code).toBe('ERR_CONFIGURATION');
    expect(error.message).toMatch(says);
    expect(`${error.message} ${String(error.cause)} ${JSON.stringify(error)}`).not.toContain(secret);
  });

  test.each(['*', 'esdb', 'esdb:*', 'fastify,esdb:connection'])('is not used while DEBUG=%s lets the client print it', (debug) => {
    vi.stubEnv('DEBUG', debug);
    expect(refused(`esdb://user:${secret}@localhost`).message).toMatch(/unset it/);
  });

  test('reaches the client without user and password, and nothing is printed', async () => {
    const printed = ['log', 'warn', 'error', 'info'].map((kind) => vi.spyOn(console, kind as 'log').mockImplementation(() => {}));
    const { credentials, client } = connect({ url: `esdb://us%40er:${secret}@one:2113,two:2113?tlsVerifyCert=false&throwOnAppendFailure=false` });
    expect(credentials).toEqual({ username: 'us@er', password: secret });
    expect(printed.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0]);
    expect(JSON.stringify(client)).not.toContain(secret);
    await client.dispose();
    vi.restoreAllMocks();
  });

  test('insecure connections are for development, and need no user', () => {
    expect(connect({ url: 'esdb://localhost:2113?tls=false', allowInsecure: true }).credentials).toEqual({ username: 'nobody', password: 'nothing' });
  });
});
