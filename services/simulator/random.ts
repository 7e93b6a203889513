// Chance that can be repeated: a seeded generator, forked by name so that one more draw here changes nothing there.
import { hash } from 'node:crypto';

export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
  /** Whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError on an empty list. */
  pick<T>(from: readonly T[]): T;
  /** A share of the list in its own order, at least one. */
  some<T>(from: readonly T[], share?: number): readonly T[];
  uuid(): string;
  fork(name: string): Random;
}

/** The same seed gives the same draws, on every machine. */
export function seededRandom(seed: string): Random {
  const next = sfc32(seed);
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(from: readonly T[]): T => {
    const index = between(0, from.length - 1);
    if (index >= from.length || index < 0) throw new RangeError('nothing to pick from');
    return from[index] as T;
  };
  return {
    next,
    between,
    pick,
    chance: (probability) => next() < probability,
    some: (from, share = 0.6) => {
      const taken = from.filter(() => next() < share);
      return taken.length > 0 ? taken : [pick(from)];
    },
    uuid: () => {
      const hex = Array.from({ length: 4 }, () =>
        Math.floor(next() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      ).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    fork: (name) => seededRandom(`${seed}/${name}`),
  };
}

/** sfc32 (PractRand), seeded by SHA-256. */
function sfc32(seed: string): () => number {
  const digest = hash('sha256', seed, 'buffer');
  let [a, b, c, counter] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12)];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
}
