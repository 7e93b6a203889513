// Who may do what with the ledger's streams, kept by the server itself: set once by an administrator, never by a running service.
import { isDeepStrictEqual } from 'node:util';
import { LineageError } from '../../core/domain/errors.ts';
import { auditLedger } from '../../core/domain/stream-names.ts';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import { answered, translated } from './client-errors.ts';
import { connect, type ConnectionOptions } from './connection.ts';

/**
 * Records of who looked at what are kept three years at least (银行保险机构数据安全管理办法 art. 43, the longest term that can apply to them; the
 * six months of the Cybersecurity Law are shorter).
 */
export const auditDaysMin = 3 * 366;

export interface StreamRights {
  /** User or group of the processes that append: ingester, and the query API for its audit trail. */
  readonly writer: string;
  /** Users or groups that read: projector, query API. */
  readonly readers: readonly string[];
  /** After so many days the server may drop events of the audit stream; unset: kept for ever. No other stream ever loses an event. */
  readonly auditDays?: number;
}

export interface StreamRightsOptions extends ConnectionOptions {
  readonly prefix?: string;
  readonly timeoutMs?: number;
}

const administrators = '$admins';

/**
 * Writes the rights of the streams that do not have them yet, with an administrator's connection string; resolves with the streams that were changed.
 * @throws LineageError ERR_CONFIGURATION for an audit term below the legal one, ERR_STORAGE or ERR_UNREACHABLE from the server.
 */
export async function setStreamRights(options: StreamRightsOptions, streams: readonly StreamName[], rights: StreamRights): Promise<readonly StreamName[]> {
  const { prefix = '', timeoutMs = 5000 } = options;
  const { writer, readers, auditDays } = rights;
  if (auditDays !== undefined && auditDays < auditDaysMin)
    throw new LineageError(
      'ERR_CONFIGURATION',
      `the audit trail must be kept ${auditDaysMin} days or longer, not ${auditDays}: three years, or leave it out to keep it for ever`,
    );
  const { client, credentials } = connect(options);
  const acl = {
    readRoles: [...new Set([...readers, writer, administrators])],
    writeRoles: [writer],
    deleteRoles: [administrators],
    metaReadRoles: [...new Set([...readers, writer, administrators])],
    metaWriteRoles: [administrators],
  };
  const changed: StreamName[] = [];
  try {
    for (const stream of streams) {
      const wanted = stream === auditLedger && auditDays !== undefined ? { acl, maxAge: auditDays * 24 * 60 * 60 } : { acl };
      const there = await answered(client.getStreamMetadata(`${prefix}${stream}`, { credentials }), `the rights of ${stream}`, timeoutMs);
      if (isDeepStrictEqual({ ...there.metadata }, wanted)) continue;
      const setting = client.setStreamMetadata(`${prefix}${stream}`, wanted, { credentials, deadline: timeoutMs });
      await answered(setting, `a change of the rights of ${stream}`, timeoutMs);
      changed.push(stream);
    }
    return changed;
  } catch (error) {
    throw translated(error, 'the rights of streams');
  } finally {
    await client.dispose();
  }
}
