// Where a decompressor writes to: grows as needed, and never beyond its limit, whatever the input claims.

export interface Output {
  bytes: Buffer;
  at: number;
  readonly max: number;
}

/** Makes room for `more` bytes. @throws RangeError beyond the limit. */
export function grow(output: Output, more: number): void {
  const needed = output.at + more;
  if (needed > output.max) throw new RangeError(`decompressed to more than ${output.max} bytes`);
  if (needed <= output.bytes.length) return;
  const larger = Buffer.allocUnsafe(Math.min(output.max, Math.max(needed, output.bytes.length * 2)));
  output.bytes.copy(larger, 0, 0, output.at);
  output.bytes = larger;
}

/** Appends `length` bytes of what was put out `distance` bytes ago; the two may overlap. @throws RangeError before the beginning or beyond the limit. */
export function copyBack(output: Output, distance: number, length: number): void {
  if (distance === 0 || distance > output.at) throw new RangeError('a match before the beginning');
  grow(output, length);
  const { bytes } = output;
  for (const end = output.at + length; output.at < end; output.at += 1) bytes[output.at] = bytes[output.at - distance] ?? 0;
}
