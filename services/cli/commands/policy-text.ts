// Lines of the printed policy, from the file that it was read from and no other: the line numbers hold for that file only.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LineageError } from '../../core/domain/errors.ts';
import type { Lines, PolicyDocument } from '../../core/policy/document/policy-document.ts';

export interface PrintedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines that are not blank. @throws LineageError ERR_INPUT when the file cannot be read or is not the text that the version names by its hash. */
export function printedLines(file: string, document: PolicyDocument, [first, last]: Lines): readonly PrintedLine[] {
  const text = contentOf(file);
  const hash = createHash('sha256').update(text).digest('hex');
  if (hash !== document.text.sha256)
    throw new LineageError('ERR_INPUT', `${file} is not ${document.text.file}: its SHA-256 is ${hash}, that of the text is ${document.text.sha256}`);
  return text
    .toString('utf8')
    .split('\n')
    .slice(first - 1, last)
    .map((line, index) => ({ line: first + index, text: line.trim() }))
    .filter((line) => line.text !== '');
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new LineageError('ERR_INPUT', `the policy text ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`, { cause: error });
  }
}
