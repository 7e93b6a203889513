// Reads the LZ4 frame format (lz4_Frame_format 1.6), as Kafka's clients write it; no checksums are verified, sizes are.
import { copyBack, grow, type Output } from './bounded-output.ts';

const magic = 0x184d2204;
const storedBlock = 0x80000000;

/** Decompresses one frame. @throws RangeError when the bytes are no frame, or hold more than `max` bytes. */
export function readLz4Frame(frame: Buffer, max: number): Buffer {
  if (frame.length < 7 || frame.readUInt32LE(0) !== magic) throw new RangeError('not an LZ4 frame');
  const flags = frame[4] ?? 0;
  const [blockChecksum, contentSize, dictionary] = [(flags & 0x10) !== 0, (flags & 0x08) !== 0, (flags & 0x01) !== 0];
  const output: Output = { bytes: Buffer.allocUnsafe(Math.min(max, frame.length * 4)), at: 0, max };
  let at = 6 + (contentSize ? 8 : 0) + (dictionary ? 4 : 0) + 1;
  for (;;) {
    const size = frame.readUInt32LE(at);
    at += 4;
    if (size === 0) return output.bytes.subarray(0, output.at);
    const length = size & ~storedBlock;
    if (length > frame.length - at) throw new RangeError('an LZ4 block beyond its frame');
    const block = frame.subarray(at, at + length);
    if ((size & storedBlock) === 0) readBlock(block, output);
    else {
      grow(output, length);
      output.at += block.copy(output.bytes, output.at);
    }
    at += length + (blockChecksum ? 4 : 0);
  }
}

/** Sequences of literals and a match each (lz4_Block_format); blocks of a frame may look back into those before. */
function readBlock(block: Buffer, output: Output): void {
  let at = 0;
  const length = (nibble: number): number => {
    let sum = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; sum += more) more = block.readUInt8(at++);
    return sum;
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = length(token >> 4);
    if (literals > block.length - at) throw new RangeError('LZ4 literals beyond their block');
    grow(output, literals);
    output.at += block.copy(output.bytes, output.at, at, at + literals);
    at += literals;
    if (at === block.length) return;
    const distance = block.readUInt16LE(at);
    at += 2;
    copyBack(output, distance, length(token & 15) + 4);
  }
}
