// Teaches kafkajs to read every compression a producer may choose, each within one limit; out of the box one Snappy batch ends its consumer for good.
import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { LineageError } from '../../core/domain/errors.ts';
import { readLz4Frame } from './lz4.ts';
import { readSnappy } from './snappy.ts';

/** What one batch of records may be when it is decompressed: a small one can claim gigabytes. */
export const decompressedBytesMax = 16 * 1024 * 1024;

const limit = { maxOutputLength: decompressedBytesMax };
const [zip, unzip, zstd, unzstd] = [promisify(gzip), promisify(gunzip), promisify(zstdCompress), promisify(zstdDecompress)];

interface Encoder {
  readonly buffer: Buffer;
}
type Compress = (encoder: Encoder) => Promise<Buffer>;
type Decompress = (bytes: Buffer) => Promise<Buffer> | Buffer;

/** Sets the codecs of this process. Written are none, gzip and zstd; read are all. */
export function registerCodecs(): void {
  const { CompressionTypes: types, CompressionCodecs: codecs } = kafkajs;
  codecs[types.GZIP] = () =>
    codec(
      (encoder) => zip(encoder.buffer),
      (bytes) => unzip(bytes, limit),
    );
  codecs[types.ZSTD] = () =>
    codec(
      (encoder) => zstd(encoder.buffer),
      (bytes) => unzstd(bytes, limit),
    );
  codecs[types.LZ4] = () => codec(unwritten('LZ4'), (bytes) => readLz4Frame(bytes, decompressedBytesMax));
  codecs[types.Snappy] = () => codec(unwritten('Snappy'), (bytes) => readSnappy(bytes, decompressedBytesMax));
}

const codec = (compress: Compress, decompress: Decompress) => ({
  compress,
  decompress: async (bytes: Buffer): Promise<Buffer> => {
    try {
      return await decompress(bytes);
    } catch (cause) {
      throw new LineageError('ERR_UNREADABLE', `a batch of the topic cannot be decompressed, or only to more than ${decompressedBytesMax} bytes`, { cause });
    }
  },
});

const unwritten = (name: string): Compress => {
  return () => Promise.reject(new LineageError('ERR_CONFIGURATION', `${name} is read only: choose gzip or zstd`));
};
