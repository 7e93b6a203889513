// Reads Snappy (format_description.txt), bare or in the blocks of Xerial's stream that Java's clients write.
import { copyBack, grow, type Output } from './bounded-output.ts';

const xerial = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeader = 16;

/** Decompresses the bytes. @throws RangeError when they are no Snappy, or hold more than `max` bytes. */
export function readSnappy(bytes: Buffer, max: number): Buffer {
  const output: Output = { bytes: Buffer.allocUnsafe(Math.min(max, bytes.length * 4)), at: 0, max };
  if (!bytes.subarray(0, xerial.length).equals(xerial)) readBlock(bytes, output);
  else {
    for (let at = xerialHeader; at < bytes.length;) {
      const length = bytes.readUInt32BE(at);
      at += 4;
      if (length > bytes.length - at) throw new RangeError('a Snappy block beyond its stream');
      readBlock(bytes.subarray(at, at + length), output);
      at += length;
    }
  }
  return output.bytes.subarray(0, output.at);
}

/** The length of what comes out as a varint, then literals and copies. */
function readBlock(block: Buffer, output: Output): void {
  let at = 0;
  let size = 0;
  for (let scale = 1, more = true; more; scale *= 128) {
    const byte = block.readUInt8(at++);
    size += (byte & 0x7f) * scale;
    more = byte >= 0x80;
  }
  grow(output, size);
  const end = output.at + size;
  while (at < block.length) {
    const tag = block.readUInt8(at++);
    const high = tag >> 2;
    if ((tag & 3) === 0) {
      const extra = high < 60 ? 0 : high - 59;
      const length = (extra === 0 ? high : block.readUIntLE(at, extra)) + 1;
      at += extra;
      if (length > block.length - at) throw new RangeError('Snappy literals beyond their block');
      grow(output, length);
      output.at += block.copy(output.bytes, output.at, at, at + length);
      at += length;
    } else if ((tag & 3) === 1) {
      copyBack(output, ((tag >> 5) << 8) | block.readUInt8(at++), (high & 7) + 4);
    } else {
      const width = (tag & 3) === 2 ? 2 : 4;
      copyBack(output, block.readUIntLE(at, width), high + 1);
      at += width;
    }
  }
  if (output.at !== end) throw new RangeError('a Snappy block of another size than it says');
}
