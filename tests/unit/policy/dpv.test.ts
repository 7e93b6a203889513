// The policy as JSON-LD: every dpv: term is a published one, every reference leads to a node, and no clause is lost.
import { describe, expect, test } from 'vitest';
import { codesOf } from '../../../services/core/policy/document/policy-document.ts';
import { policyAsDpv } from '../../../services/core/policy/export/dpv.ts';
import { dpvTerms } from './dpv-terms.ts';
import { policy } from './documents.ts';

type Node = Readonly<Record<string, unknown>>;

const jsonLd = policyAsDpv(policy);
const graph = jsonLd['@graph'] as readonly Node[];
const text = JSON.stringify(jsonLd);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const within = (value: unknown): readonly Node[] =>
  Array.isArray(value) ? value.flatMap(within) : isNode(value) ? [value, ...Object.values(value).flatMap(within)] : [];

describe('DPV', () => {
  test('uses no term that the vocabulary does not have', () => {
    const used = new Set([...text.matchAll(/"dpv:(\w+)"/g)].map(([, term]) => term));
    expect(used.size).toBeGreaterThan(50);
    expect([...used].filter((term) => term !== undefined && !dpvTerms.has(term))).toEqual([]);
  });

  test('declares every prefix that it uses', () => {
    const prefixes = new Set([...text.matchAll(/"(\w+):\w+"\s*:/g)].map(([, prefix]) => prefix));
    expect([...prefixes].filter((prefix) => prefix !== undefined && !(prefix in (jsonLd['@context'] as object)))).toEqual([]);
  });

  test('refers to nothing that is not there, and names nothing twice', () => {
    const ids = graph.map((node) => String(node['@id']));
    expect(new Set(ids).size).toBe(ids.length);
    const own = within(graph)
      .map((node) => node['@id'])
      .filter((id): id is string => typeof id === 'string' && id.startsWith('urn:suyuan:policy:'));
    expect(own.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('has a process for every way of handling, with its items as printed', () => {
    const processes = graph.filter((node) => node['@type'] === 'dpv:Process');
    const { collection, sdks, permissions, cookies, entrusting, sharing, transfer, publication } = policy;
    const entries = [collection, sdks, permissions, cookies, entrusting, sharing, transfer, publication].flat();
    expect(processes).toHaveLength(entries.length);
    const parcel = processes.find((node) => node['suyuan:clause'] === '4.2.16');
    expect(parcel).toMatchObject({
      'dpv:hasProcessing': { '@id': 'dpv:Share' },
      'dpv:hasLegalBasis': { '@id': 'suyuan:SeparateConsent' },
      'dpv:hasPersonalData': [{ '@id': 'urn:suyuan:policy:webank-app:8.8:item:tracking_number' }],
      'suyuan:lists': [{ 'suyuan:printed': '物流单号', 'suyuan:of': 'user' }],
    });
    const listed = processes.flatMap((node) => node['suyuan:lists'] as readonly unknown[]);
    expect(listed).toHaveLength(entries.flatMap(({ items }) => items).length);
    expect(entries.flatMap(({ items }) => items.flatMap(codesOf)).every((code) => text.includes(`:item:${code}"`))).toBe(true);
  });

  test('tells processors from third parties', () => {
    const typeOf = (name: string): unknown => graph.find((node) => node['@id'] === `urn:suyuan:policy:webank-app:8.8:recipient:${name}`)?.['@type'];
    expect([typeOf('class-customer-service-processor'), typeOf('class-logistics-provider'), typeOf('kuaidi100'), typeOf('huawei')]).toEqual([
      'dpv:DataProcessor',
      'dpv:DataProcessor',
      'dpv:ThirdParty',
      'dpv:Recipient',
    ]);
  });
});
