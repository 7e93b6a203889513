// suyuan policy publish: the event that a version was published, to be sent by `suyuan ingest`.
import { LineageError } from '../../core/domain/errors.ts';
import { publicationReport } from '../../core/policy/export/publication.ts';
import { print, say } from '../output.ts';
import { documentOf, idOfVersion } from './policy-versions.ts';

interface PublishOptions {
  readonly producer: string;
  readonly previous?: string;
}

export function publishVersion(version: string | undefined, { producer, previous }: PublishOptions): void {
  const document = documentOf(version);
  if (document.example) throw new LineageError('ERR_INPUT', `${idOfVersion(document)} is an invented example: it is never published`);
  print(JSON.stringify(publicationReport(document, previous === undefined ? null : documentOf(previous), producer)));
  say('send it: suyuan ingest FILE');
}
