// The file of the wire double (not a real server): one frame per write, fsynced before it is answered, whole or not there at all.
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** One write: events of one stream from revision `first`, or the deletion of the stream. */
export interface Frame {
  readonly stream: string;
  readonly first: number;
  readonly created: number;
  readonly events: readonly ProposedEvent[];
  readonly mark?: 'soft-deleted' | 'tombstoned';
}

/** Where a frame lies; its events have the positions `position + 0 … count - 1`. */
export interface FrameAt {
  readonly stream: string;
  readonly position: number;
  readonly length: number;
  readonly first: number;
  readonly count: number;
}

export interface FileLog {
  /** Durable when it returns. @throws what the file system throws; the frame is then not there. */
  write(frame: Frame): FrameAt;
  read(at: FrameAt): Frame;
  close(): void;
}

const headerBytes = 8;
const cachedFrames = 64;

/** Opens or creates the log; `seen` gets every frame there is, in order. A torn last frame is cut off, as after a power failure. */
export function openFileLog(path: string, seen: (at: FrameAt, frame: Frame) => void): FileLog {
  const file = openSync(path, 'a+');
  const cache = new Map<number, Frame>();
  let end = 0;

  const at = (frame: Frame, length: number): FrameAt => ({ stream: frame.stream, position: end, length, first: frame.first, count: frame.events.length });
  const readFrame = (position: number): { frame: Frame; length: number } | null => {
    const header = Buffer.alloc(headerBytes);
    if (readSync(file, header, 0, headerBytes, position) < headerBytes) return null;
    const length = header.readUInt32LE(0);
    if (length > fstatSync(file).size - position - headerBytes) return null;
    const body = Buffer.alloc(length);
    if (readSync(file, body, 0, body.length, position + headerBytes) < body.length || crc32(body) !== header.readUInt32LE(4)) return null;
    return { frame: deserialize(body) as Frame, length: headerBytes + body.length };
  };

  for (let next = readFrame(end); next !== null; next = readFrame(end)) {
    seen(at(next.frame, next.length), next.frame);
    end += next.length;
  }
  if (fstatSync(file).size > end) ftruncateSync(file, end);

  return {
    write: (frame) => {
      const body = serialize(frame);
      const header = Buffer.alloc(headerBytes);
      header.writeUInt32LE(body.length, 0);
      header.writeUInt32LE(crc32(body), 4);
      try {
        const bytes = Buffer.concat([header, body]);
        for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
        fdatasyncSync(file);
      } catch (error) {
        ftruncateSync(file, end);
        throw error;
      }
      const written = at(frame, headerBytes + body.length);
      end += written.length;
      return written;
    },
    read: ({ position }) => {
      const known = cache.get(position) ?? (readFrame(position) as { frame: Frame }).frame;
      cache.delete(position);
      cache.set(position, known);
      const [oldest] = cache.keys();
      if (cache.size > cachedFrames && oldest !== undefined) cache.delete(oldest);
      return known;
    },
    close: () => closeSync(file),
  };
}
