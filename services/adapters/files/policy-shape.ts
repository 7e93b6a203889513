// Shapes of YAML values, put together into the tables of policy-kinds.ts; each says where and how a value does not fit, and itself as JSON Schema.

export interface ShapeFault {
  /** Path below the value that was checked. */
  readonly at: readonly (string | number)[];
  readonly rule: string;
  readonly expected: string;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Null when the value fits. */
export interface Shape {
  (value: unknown): ShapeFault | null;
  /** The same as JSON Schema, for editors. */
  readonly schema: JsonSchema;
}

/** Keys of a mapping; a key that ends with `?` may be left out. */
export type Keys = Readonly<Record<string, Shape>>;

/** A shape from its check and its JSON Schema. */
export const shape = (check: (value: unknown) => ShapeFault | null, schema: JsonSchema): Shape => Object.assign(check, { schema });

export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const unless = (fits: boolean, expected: string): ShapeFault | null => (fits ? null : { at: [], rule: 'shape', expected });

const below = (key: string | number, fault: ShapeFault | null): ShapeFault | null => (fault ? { ...fault, at: [key, ...fault.at] } : null);

export const text = shape((value) => unless(typeof value === 'string' && value !== '' && value.trim() === value, 'text without blanks around it'), {
  type: 'string',
  minLength: 1,
});

export const flag = shape((value) => unless(typeof value === 'boolean', 'true or false'), { type: 'boolean' });

export const count = shape((value) => unless(Number.isSafeInteger(value) && Number(value) > 0, 'a whole number above 0'), { type: 'integer', minimum: 1 });

export const matching = (pattern: RegExp, expected: string): Shape =>
  shape((value) => unless(typeof value === 'string' && pattern.test(value), expected), { type: 'string', pattern: pattern.source, description: expected });

export const oneOf = (...values: readonly string[]): Shape =>
  shape((value) => unless(typeof value === 'string' && values.includes(value), `one of ${values.join(', ')}`), { enum: values });

/** A list, empty or not, of values of one shape. */
export const listOf = (element: Shape): Shape =>
  shape((value) => (Array.isArray(value) ? firstFault(value.map((one, index) => below(index, element(one)))) : unless(false, 'a list')), {
    type: 'array',
    items: element.schema,
  });

/** A mapping with these keys and no others. */
export function mapping(keys: Keys): Shape {
  const shapes = new Map(Object.entries(keys).map(([key, shape]) => [key.replace('?', ''), { shape, optional: key.endsWith('?') }]));
  const required = [...shapes].filter(([, { optional }]) => !optional).map(([key]) => key);
  const check = (value: unknown): ShapeFault | null => {
    if (!isMapping(value)) return unless(false, 'a mapping');
    const missing = required.find((key) => value[key] === undefined);
    if (missing !== undefined) return { at: [], rule: 'missing-key', expected: `the key ${missing}` };
    return firstFault(
      Object.entries(value).map(([key, inner]) => {
        const known = shapes.get(key);
        return known
          ? below(key, known.shape(inner))
          : { at: [key], rule: 'unknown-key', expected: `no key ${key}: the keys are ${[...shapes.keys()].join(', ')}` };
      }),
    );
  };
  const properties = Object.fromEntries([...shapes].map(([key, known]) => [key, known.shape.schema]));
  return shape(check, { type: 'object', properties, required, additionalProperties: false });
}

/** Text in both languages. */
export const bilingual: Shape = mapping({ zh: text, en: text });

/** First and last line of the policy text. */
export const lines = shape(
  (value) =>
    Array.isArray(value) && value.length === 2 && value.every((line) => count(line) === null) && Number(value[0]) <= Number(value[1])
      ? null
      : { at: [], rule: 'lines', expected: '[first, last] line of the policy text, counted from 1' },
  { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 2, maxItems: 2, description: 'first and last line of the policy text' },
);

const firstFault = (faults: readonly (ShapeFault | null)[]): ShapeFault | null => faults.find((fault) => fault !== null) ?? null;
