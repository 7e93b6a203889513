// suyuan explain: why an event was judged so, rule by rule, with the facts used and what would have made it compliant.
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import { parseEventId } from '../../core/domain/vocabulary.ts';
import type { ExplainedRule } from '../../core/policy/explain/explain.ts';
import type { Incompleteness } from '../../query-api/completeness.ts';
import type { VerdictAnswer } from '../../query-api/verdict-answer.ts';
import { withExistingSystem } from '../existing-system.ts';
import { languageOf, phrase, type Language } from '../language.ts';
import { minuteOf } from '../lineage-table.ts';
import type { SystemOptions } from '../open-system.ts';
import { checkInstant, example, onSystem, requirePurpose, withFormat, withPurpose } from '../options.ts';
import { formatOf, print, printLegend, printRows } from '../output.ts';
import { explainedRuleColumns, factColumns, ruleData } from '../explain-tables.ts';
import { outcomes, word } from '../words.ts';

interface ExplainOptions extends SystemOptions {
  readonly knownAt?: string;
  readonly format: string;
  readonly lang?: string;
}

type Answer = VerdictAnswer & { readonly complete: boolean; readonly incompleteBecause: readonly Incompleteness[] };

export function addExplain(suyuan: Command): void {
  const explain = withPurpose(onSystem(withFormat(suyuan.command('explain <eventId>'))))
    .description('why an event was judged as it was, and what would have made it compliant')
    .option('--known-at <instant>', 'ledger time: by what was recorded until then');
  example(explain, 'explain 0b7c9a52-6f5e-8c1d-9b3a-2f4e6d8c0a11 --purpose audit --case C-7').action(showExplanation);
}

async function showExplanation(text: string, options: ExplainOptions): Promise<void> {
  const format = formatOf(options.format);
  const eventId = parseEventId(text);
  if (!eventId) throw new LineageError('ERR_INPUT', 'EVENT_ID is the UUID of an event: `suyuan findings` and `suyuan timeline WHO` list them');
  checkInstant('--known-at', options.knownAt);
  requirePurpose(options);
  await withExistingSystem(options, async (client) => {
    const answer = (await client.get(`/v1/events/${eventId}/verdict`, { knownAt: options.knownAt })) as Answer;
    if (format === 'table') printExplanation(answer, languageOf(options.lang));
    else printRows(format, answer.rules, ruleData, answer);
  });
}

function printExplanation(answer: Answer, language: Language): void {
  const say = phrase(language);
  print(headingOf(answer, language));
  print('');
  const numbers = new Map(answer.facts.map(({ eventId }, i) => [eventId, i + 1]));
  printRows('table', answer.rules, explainedRuleColumns(language, numbers));
  if (answer.facts.length > 0) {
    print(`\n${say('Facts used', '所依据的事实')}`);
    printRows('table', answer.facts, factColumns(language, numbers));
  }
  const unmet = answer.rules.filter((rule): rule is ExplainedRule & { readonly remedy: NonNullable<ExplainedRule['remedy']> } => rule.remedy !== null);
  if (unmet.length > 0)
    printLegend([say('What would have made it compliant:', '怎样才合规：'), ...unmet.map(({ rule, remedy }) => `${rule}  ${remedy[language]}`)]);
  printLegend([
    `${say('Not applicable', '不适用')}: ${answer.notApplicable.join(', ')}`,
    ...(answer.outcome === answer.storedOutcome
      ? []
      : [`${say('In the read model', '投影中的判定')}: ${word(outcomes, answer.storedOutcome ?? '', language)}`]),
    ...answer.incompleteBecause.map(({ because }) => `${say('Incomplete', '不完整')}: ${because[language]}`),
  ]);
}

function headingOf({ eventId, flow, outcome, clause, dataSubject }: Answer, language: Language): string {
  const say = phrase(language);
  const items = flow.itemNames.map((name) => name[language]).join(language === 'zh' ? '、' : ', ');
  const cited = clause
    ? `${clause.id} ${clause.title[language]} · ${clause.policyVersion ?? ''} · ${say('lines', '行')} ${clause.lines.join('–')}`
    : say(`${flow.clause ?? 'none'} — no clause of the version cited`, `${flow.clause ?? '无'}：所引用版本没有该条款`);
  return [
    `${word(outcomes, outcome, language)} · ${eventId}`,
    `${minuteOf(flow.occurredAt)} · ${flow.fromName[language]} → ${flow.toName[language]} · ${flow.purposeName[language]} · ${flow.legalBasis}`,
    `${say('Items', '信息')}: ${items}`,
    `${say('Clause', '条款')}: ${cited}`,
    `${say('Data subject', '主体')}: ${dataSubject}`,
  ].join('\n');
}
