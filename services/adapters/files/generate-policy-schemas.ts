// Writes schemas/policy/json-schema/<kind>.json from the format table, for editors: `npm run generate`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitions, entryKeys, fileKeys, policyKeys } from './policy-kinds.ts';
import { listOf, mapping, oneOf, type JsonSchema } from './policy-shape.ts';

/** JSON Schema (draft-07, which the YAML language server reads) of each kind of file, by its name. */
export function policySchemas(): ReadonlyMap<string, JsonSchema> {
  return new Map(
    Object.keys(entryKeys).map((kind) => {
      const own = { ...fileKeys, kind: oneOf(kind), entries: listOf(mapping(entryKeys[kind] ?? {})) };
      const file = mapping(kind === 'policy' ? policyKeys : own);
      return [kind, { $schema: 'http://json-schema.org/draft-07/schema#', title: `policy file of kind ${kind}`, $defs: definitions, ...file.schema }];
    }),
  );
}

/** The text of a schema file. */
export const schemaText = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', '..', '..', 'schemas', 'policy', 'json-schema');
  mkdirSync(folder, { recursive: true });
  for (const [kind, schema] of policySchemas()) writeFileSync(join(folder, `${kind}.json`), schemaText(schema));
}
