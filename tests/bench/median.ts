// The middle of many times: what one call usually takes, whatever a noisy machine adds now and then.

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
