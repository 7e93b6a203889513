// The start-up test of a broker: the table is what kafkajs speaks, and a broker that has dropped it is named.
import { describe, expect, test } from 'vitest';
// @ts-expect-error -- not part of the types
import requests from 'kafkajs/src/protocol/requests/index.js';
// @ts-expect-error -- not part of the types
import keys from 'kafkajs/src/protocol/requests/apiKeys.js';
import { notUnderstood, spokenRequests, type VersionRange } from '../../../services/adapters/kafka/broker-versions.ts';

const { requests: spoken } = requests as { readonly requests: Readonly<Record<string, { readonly versions: readonly string[] }>> };
const wireKeys = keys as Readonly<Record<string, number>>;
/** kafkajs keeps the old name of FindCoordinator. */
const theirName = (name: string): string => (name === 'FindCoordinator' ? 'GroupCoordinator' : name);
const all = (change: (name: string, range: VersionRange) => VersionRange | null = (_, range) => range): ReadonlyMap<number, VersionRange> =>
  new Map(Object.entries(spokenRequests).flatMap(([name, range]) => [change(name, range)].flatMap((there) => (there ? [[range.key, there] as const] : []))));

describe('broker versions', () => {
  test.each(Object.entries(spokenRequests))('%s is spoken by kafkajs as the table says', (name, { key, min, max }) => {
    const versions = spoken[theirName(name)]!.versions.map(Number);
    expect([wireKeys[theirName(name)], Math.min(...versions), Math.max(...versions)]).toEqual([key, min, max]);
  });
  test('a broker that meets them is taken', () => expect(notUnderstood(all())).toEqual([]));
  test('one that has dropped an old version, and one that never had the request, are named', () => {
    expect(notUnderstood(all((name, range) => (name === 'Fetch' ? { min: 12, max: 18 } : range)))).toEqual(['Fetch is 12 to 18 there, 0 to 11 here']);
    expect(notUnderstood(all((name, range) => (name === 'Heartbeat' ? null : range)))).toEqual(['Heartbeat is unknown to it']);
  });
});
