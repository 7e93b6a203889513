// suyuan policy export: a version whole, as JSON, as one flat table, or as JSON-LD.
import { writeFileSync } from 'node:fs';
import { LineageError } from '../../core/domain/errors.ts';
import type { PolicyDocument } from '../../core/policy/document/policy-document.ts';
import { policyAsDpv } from '../../core/policy/export/dpv.ts';
import { flatColumns, flatTable } from '../../core/policy/export/flat-table.ts';
import { csvLines, print, say } from '../output.ts';
import { documentOf, idOfVersion } from './policy-versions.ts';

interface ExportOptions {
  readonly policy?: string;
  readonly format: string;
  readonly out?: string;
}

const formats: Readonly<Record<string, (document: PolicyDocument) => string>> = {
  json: (document) => JSON.stringify(document, null, 2),
  csv: (document) =>
    csvLines(
      flatTable(document),
      flatColumns.map((key) => ({ key, title: key, show: (row) => row[key] })),
    ).join('\n'),
  dpv: (document) => JSON.stringify(policyAsDpv(document), null, 2),
};

export function exportVersion({ policy, format, out }: ExportOptions): void {
  const write = formats[format];
  if (!write) throw new LineageError('ERR_INPUT', `--format is one of ${Object.keys(formats).join(', ')}`);
  const document = documentOf(policy);
  const text = write(document);
  if (out === undefined) return print(text);
  try {
    writeFileSync(out, `${text}\n`);
  } catch (error) {
    throw new LineageError('ERR_INPUT', `--out ${out} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`, { cause: error });
  }
  say(`${idOfVersion(document)} written to ${out}`);
}
