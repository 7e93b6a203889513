// Reads the policy YAML for the oracle: what each clause lists, nothing more. Shares no code with the product's loader.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface OracleClause {
  readonly id: string;
  readonly kind: string;
  /** Of an SDK row. */
  readonly platform: string | null;
  /** Item codes it lists. */
  readonly items: ReadonlySet<string>;
  readonly purposes: readonly string[];
  readonly recipients: readonly { readonly printed: string; readonly named: boolean; readonly class: string; readonly code: string | null }[];
  /** It refers to another document or prints a container word: what it covers cannot be shown. */
  readonly openEnded: boolean;
}

export interface OraclePolicy {
  /** `webank-app/8.8`. */
  readonly id: string;
  readonly effectiveFrom: number;
  readonly clauses: ReadonlyMap<string, OracleClause>;
  readonly retentionYears: ReadonlyMap<string, number>;
  /** Codes that the dictionary marks as sensitive, and those of its category of authentication. */
  readonly sensitive: ReadonlySet<string>;
  readonly authentication: ReadonlySet<string>;
}

type Node = Readonly<Record<string, unknown>>;

const nodes = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const citable = ['collection', 'sdk', 'permission', 'cookie', 'entrusting', 'sharing', 'transfer', 'publication'];

/** Every version below `directory` but the examples, which are never in force, in order of effect. */
export function readPolicies(directory: string): readonly OraclePolicy[] {
  const policies = folders(directory).flatMap((policy) =>
    folders(join(directory, policy))
      .filter((version) => !isExample(join(directory, policy, version)))
      .map((version) => readPolicy(join(directory, policy, version), `${policy}/${version}`)),
  );
  return policies.toSorted((a, b) => a.effectiveFrom - b.effectiveFrom);
}

const isExample = (folder: string): boolean => (parse(readFileSync(join(folder, 'policy.yaml'), 'utf8')) as Node)['example'] === true;

const folders = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

function readPolicy(folder: string, id: string): OraclePolicy {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Node);
  const entries = (kind: string): readonly Node[] => files.filter((file) => file['kind'] === kind).flatMap((file) => nodes(file['entries']).filter(isNode));
  const dictionary = entries('items');
  // Names are told apart without their white space; a name of several meanings stands with its code in the clause.
  const bare = (name: unknown): string => String(name).replaceAll(/\s/g, '');
  const codeOf = (printed: string): string =>
    String(dictionary.find((item) => nodes(item['printedAs']).some((name) => bare(name) === bare(printed)))?.['code']);
  const containers = new Set(dictionary.filter((item) => item['container'] === true).map((item) => String(item['code'])));
  const clauses = new Map<string, OracleClause>();
  for (const kind of citable) {
    for (const entry of entries(kind)) {
      const items = new Set(codesOf(entry['items'], codeOf));
      const clause: OracleClause = {
        id: String(entry['clause'] ?? entry['row']),
        kind,
        platform: textOf(entry['platform']),
        items,
        purposes: nodes(entry['purposes']).map(String),
        recipients: recipientsOf(entry),
        openEnded: nodes(entry['supplements']).length > 0 || [...items].some((code) => containers.has(code)),
      };
      clauses.set(clause.id, clause);
    }
  }
  const [head] = files.filter((file) => file['kind'] === 'policy');
  return {
    id,
    effectiveFrom: Date.parse(`${String(head?.['effectiveOn'])}T00:00:00+08:00`),
    clauses,
    sensitive: new Set(dictionary.filter((item) => item['sensitive'] === true).map((item) => String(item['code']))),
    authentication: new Set(dictionary.filter((item) => item['category'] === 'authentication').map((item) => String(item['code']))),
    retentionYears: new Map(entries('retention').map((rule) => [String(rule['product']), Number(rule['years'])])),
  };
}

/** Codes of a list of items: a printed name, an entry with its code or codes, or a group of such. */
function codesOf(items: unknown, codeOf: (printed: string) => string): readonly string[] {
  return nodes(items).flatMap((item) => {
    if (!isNode(item)) return [codeOf(String(item))];
    if (item['group'] !== undefined) return codesOf(item['items'], codeOf);
    if (item['codes'] !== undefined) return nodes(item['codes']).map(String);
    return [textOf(item['code']) ?? codeOf(String(item['printed']))];
  });
}

/** Who may receive under a clause. An SDK row names its vendor: the company that it prints as collector. */
function recipientsOf(entry: Node): OracleClause['recipients'] {
  const one = (recipient: Node, printed: unknown, named: boolean): OracleClause['recipients'][number] => ({
    printed: String(printed),
    named,
    class: String(recipient['class']),
    code: textOf(recipient['code']),
  });
  if (isNode(entry['recipient'])) return [one(entry['recipient'], entry['collector'], true)];
  return nodes(entry['recipients'])
    .filter(isNode)
    .map((recipient) => one(recipient, recipient['printed'], recipient['named'] === true));
}
