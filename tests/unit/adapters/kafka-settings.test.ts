// What the environment may say about brokers, and that a wrong one is named without its secrets.
import { describe, expect, test } from 'vitest';
import { kafkaSettings } from '../../../services/adapters/kafka/kafka-settings.ts';

const local = { KAFKA_BROKERS: '127.0.0.1:9092, localhost:9093' };
const far = { KAFKA_BROKERS: 'kafka.bank.example:9093' };
const login = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_USERNAME: 'ingester', KAFKA_PASSWORD: 'not-a-real-secret' };

describe('Kafka settings', () => {
  test('on this machine nothing more is needed', () =>
    expect(kafkaSettings(local)).toEqual({ brokers: ['127.0.0.1:9092', 'localhost:9093'], tls: null, sasl: null }));
  test('another machine needs TLS, but for development', () => {
    expect(() => kafkaSettings(far)).toThrow('KAFKA_TLS=true');
    expect(kafkaSettings(far, { allowPlaintext: true }).tls).toBeNull();
    expect(kafkaSettings({ ...far, KAFKA_TLS: 'true', ...login })).toEqual({
      brokers: ['kafka.bank.example:9093'],
      tls: {},
      sasl: { mechanism: 'scram-sha-512', username: 'ingester', password: 'not-a-real-secret' },
    });
  });
  test.each([
    [{}, 'KAFKA_BROKERS'],
    [{ KAFKA_BROKERS: 'kafka' }, 'KAFKA_BROKERS'],
    [{ ...local, KAFKA_TLS: 'yes' }, 'KAFKA_TLS is true or false'],
    [{ ...local, KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: '/nowhere/ca.pem' }, 'KAFKA_TLS_CA_FILE'],
    [{ ...local, ...login, KAFKA_SASL_MECHANISM: 'gssapi' }, 'plain, scram-sha-256, scram-sha-512'],
    [{ ...local, ...login, KAFKA_USERNAME: undefined }, 'KAFKA_USERNAME and KAFKA_PASSWORD'],
  ])('%j is refused', (environment, words) => {
    expect(() => kafkaSettings(environment)).toThrow(words);
    expect(() => kafkaSettings(environment)).not.toThrow('not-a-real-secret');
  });
});
