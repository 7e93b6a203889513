// How much a run of the bench measures: SCALE, from a smoke test to a night's work.

export interface Scale {
  /** Events of the comparison of the pipeline with its stages. */
  readonly pipeline: number;
  /** Events taken one per transaction. */
  readonly oneByOne: number;
  /** Sizes of the ledgers that lineage is asked of, rising; the last is also the one that is filled under a watch on memory, and started from. */
  readonly ledgers: readonly number[];
  /** People asked about in each. */
  readonly people: number;
}

const scales: Readonly<Record<string, Scale>> = {
  smoke: { pipeline: 1_000, oneByOne: 100, ledgers: [500, 1_000], people: 5 },
  small: { pipeline: 50_000, oneByOne: 2_000, ledgers: [10_000, 100_000], people: 100 },
  medium: { pipeline: 200_000, oneByOne: 5_000, ledgers: [10_000, 100_000, 1_000_000], people: 100 },
  large: { pipeline: 1_000_000, oneByOne: 10_000, ledgers: [10_000, 100_000, 1_000_000, 10_000_000], people: 100 },
};

/** The scale of that name. @throws Error naming those there are. */
export function scaleOf(name: string): Scale {
  const scale = scales[name];
  if (!scale) throw new Error(`SCALE is one of ${Object.keys(scales).join(', ')}`);
  return scale;
}
