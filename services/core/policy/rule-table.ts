// The rules as a table for people: what the README of this folder holds, and a test compares.
import { rules } from './evaluate.ts';

/** Markdown, one row a rule, in the order in which they are asked. */
export function ruleTable(): string {
  const rows = rules.map(({ id, severity, asks, source }) => [id, severity, asks.zh, asks.en, source]);
  return [['rule', '', '要求', 'what must hold', 'source and mark'], ['---', '---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
