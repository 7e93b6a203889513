// What the rules under a table mean: each rule that was broken or not shown to hold, with the reasons found for it.
import type { Finding } from '../core/policy/verdict.ts';
import { counted, phrase, type Language } from './language.ts';
import { severities, word } from './words.ts';

const reasonsShown = 2;

/** A line per rule, with its first reasons; nothing when there are no findings. */
export const findingLegend = (findings: readonly Finding[], language: Language): readonly string[] =>
  [...Map.groupBy(findings, ({ rule }) => rule)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([rule, those]) => lineOf(rule, those, language));

function lineOf(rule: string, those: readonly Finding[], language: Language): string {
  const say = phrase(language);
  const severity = those[0]?.severity ?? 'I';
  const reasons = [...new Set(those.map(({ because }) => because[language]))];
  const left = reasons.length - reasonsShown;
  const more = left > 0 ? say(` (and ${counted(left, 'more reason')})`, `(另有 ${left} 种原因)`) : '';
  const how = word(severities, severity, language);
  return `${rule}  ${say(`${severity} ${how}`, how)} · ${reasons.slice(0, reasonsShown).join(' / ')}${more}`;
}
