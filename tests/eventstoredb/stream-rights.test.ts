// Rights of the ledger's streams as the server gets to know them. Whether it keeps them is the server's: on the wire double they are only stored.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { auditDaysMin, setStreamRights } from '../../services/adapters/eventstoredb/stream-rights.ts';
import { auditLedger } from '../../services/core/domain/stream-names.ts';
import type { StreamName } from '../../services/core/domain/vocabulary.ts';
import { needsDouble, realServer, serverName } from './server-name.ts';
import { bareClient, serverUnderTest } from './server-under-test.ts';

const server = serverUnderTest();
const streams = ['ledger-0' as StreamName, auditLedger];

describe.skipIf(realServer)(`rights of streams: ${serverName}${needsDouble}`, () => {
  test('one writes, some read, administrators delete; a second time nothing is changed', async () => {
    const options = { url: server.url(), allowInsecure: true, prefix: `${randomUUID()}-` };
    const rights = { writer: 'ingester', readers: ['projector', 'query-api'], auditDays: auditDaysMin };
    expect(await setStreamRights(options, streams, rights)).toEqual(streams);
    const client = bareClient(server.url());
    const { metadata: ledger } = await client.getStreamMetadata(`${options.prefix}ledger-0`);
    expect(ledger?.acl).toMatchObject({ writeRoles: ['ingester'], deleteRoles: ['$admins'], readRoles: ['projector', 'query-api', 'ingester', '$admins'] });
    expect(ledger?.maxAge).toBeUndefined();
    expect((await client.getStreamMetadata(`${options.prefix}${auditLedger}`)).metadata?.maxAge).toBe(auditDaysMin * 86_400);
    await client.dispose();
    expect(await setStreamRights(options, streams, rights)).toEqual([]);
    expect(await setStreamRights(options, streams, { ...rights, readers: ['projector'] })).toEqual(streams);
  });

  test('an audit term below the legal one is refused', async () => {
    const options = { url: server.url(), allowInsecure: true };
    await expect(setStreamRights(options, streams, { writer: 'w', readers: [], auditDays: 180 })).rejects.toMatchObject({ code: 'ERR_CONFIGURATION' });
  });
});
