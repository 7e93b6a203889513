// Shapes of YAML values, put together into the tables of policy-kinds.ts; each says where and how a value does not fit.

export interface ShapeFault {
  /** Path below the value that was checked. */
  readonly at: readonly (string | number)[];
  readonly rule: string;
  readonly expected: string;
}

/** Null when the value fits. */
export type Shape = (value: unknown) => ShapeFault | null;

/** Keys of a mapping; a key that ends with `?` may be left out. */
export type Keys = Readonly<Record<string, Shape>>;

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const unless = (fits: boolean, expected: string): ShapeFault | null => (fits ? null : { at: [], rule: 'shape', expected });

const below = (key: string | number, fault: ShapeFault | null): ShapeFault | null => (fault ? { ...fault, at: [key, ...fault.at] } : null);

export const text: Shape = (value) => unless(typeof value === 'string' && value !== '' && value.trim() === value, 'text without blanks around it');

export const flag: Shape = (value) => unless(typeof value === 'boolean', 'true or false');

export const count: Shape = (value) => unless(Number.isSafeInteger(value) && Number(value) > 0, 'a whole number above 0');

export const matching =
  (pattern: RegExp, expected: string): Shape =>
  (value) =>
    unless(typeof value === 'string' && pattern.test(value), expected);

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value) =>
    unless(typeof value === 'string' && values.includes(value), `one of ${values.join(', ')}`);

/** A list, empty or not, of values of one shape. */
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) ? firstFault(value.map((element, index) => below(index, shape(element)))) : unless(false, 'a list');

/** A mapping with these keys and no others. */
export const mapping =
  (keys: Keys): Shape =>
  (value) => {
    if (!isMapping(value)) return unless(false, 'a mapping');
    const shapes = new Map(Object.entries(keys).map(([key, shape]) => [key.replace('?', ''), { shape, optional: key.endsWith('?') }]));
    const missing = [...shapes].find(([key, { optional }]) => !optional && value[key] === undefined);
    if (missing) return { at: [], rule: 'missing-key', expected: `the key ${missing[0]}` };
    return firstFault(
      Object.entries(value).map(([key, inner]) => {
        const known = shapes.get(key);
        return known
          ? below(key, known.shape(inner))
          : { at: [key], rule: 'unknown-key', expected: `no key ${key}: the keys are ${[...shapes.keys()].join(', ')}` };
      }),
    );
  };

/** Text in both languages. */
export const bilingual: Shape = mapping({ zh: text, en: text });

/** First and last line of the policy text. */
export const lines: Shape = (value) =>
  Array.isArray(value) && value.length === 2 && value.every((line) => count(line) === null) && Number(value[0]) <= Number(value[1])
    ? null
    : { at: [], rule: 'lines', expected: '[first, last] line of the policy text, counted from 1' };

const firstFault = (faults: readonly (ShapeFault | null)[]): ShapeFault | null => faults.find((fault) => fault !== null) ?? null;
