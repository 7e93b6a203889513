// Cursors of lists: the key of the last row of a page, as text that only this list understands.
import { LineageError } from '../../core/domain/errors.ts';

export const formatCursor = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** A number of a cursor. @throws LineageError ERR_INPUT when somebody made it up. */
export function whole(text: string | undefined): bigint {
  if (text !== undefined && /^-?\d{1,18}$/.test(text)) return BigInt(text);
  throw madeUp();
}

const madeUp = (): LineageError =>
  new LineageError('ERR_INPUT', 'the cursor is not one that this list gave out: start again without it', { details: { field: 'cursor' } });

/** The values of a cursor. @throws LineageError ERR_INPUT when somebody made it up. */
export function parseCursor(text: string, length: number): readonly string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string')) return values;
  } catch {
    // falls through to the one answer for every cursor that is not ours
  }
  throw madeUp();
}
