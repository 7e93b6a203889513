// Avro enum symbols ⇄ the names of the JSON: UPPER_SNAKE ⇄ lower-kebab, unless the enum's `json` attribute says otherwise.

export interface AvroEnum {
  readonly type: 'enum';
  readonly name: string;
  readonly symbols: readonly string[];
  readonly doc?: string;
  readonly default?: string;
  /** JSON names that are not the symbol in kebab case; ours, Avro has no such attribute. */
  readonly json?: Readonly<Record<string, string>>;
}

export const jsonNameOf = (schema: AvroEnum, symbol: string): string => schema.json?.[symbol] ?? symbol.toLowerCase().replaceAll('_', '-');
