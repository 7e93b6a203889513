// suyuan policy check: findings with rule, clauses, why and how to settle them; exit 1 when one is severe enough.
import { LineageError } from '../../core/domain/errors.ts';
import { checkPolicy, checks } from '../../core/policy/lint/checks.ts';
import type { PolicyFinding } from '../../core/policy/lint/finding.ts';
import { counted, languageOf, phrase } from '../language.ts';
import { formatOf, printRows, say } from '../output.ts';
import { documentOf, idOfVersion } from './policy-versions.ts';

const severities = ['C', 'H', 'M', 'I'] as const;

/** So many clauses of a finding are shown in a table; JSON and CSV have all. */
const clausesShownMax = 8;

interface CheckOptions {
  readonly format: string;
  readonly lang?: string;
  readonly rule?: string;
  readonly failOn: string;
}

export function checkVersion(version: string | undefined, { format, lang, rule, failOn }: CheckOptions): void {
  const worst = failOn === 'none' ? -1 : severities.findIndex((severity) => severity === failOn);
  if (worst < 0 && failOn !== 'none') throw new LineageError('ERR_INPUT', '--fail-on is one of C, H, M, I, none');
  if (rule !== undefined && !checks.some((check) => check.rule === rule))
    throw new LineageError('ERR_INPUT', `--rule is one of ${checks.map((check) => check.rule).join(', ')}`);
  const language = languageOf(lang);
  const shape = formatOf(format);
  const title = phrase(language);
  const document = documentOf(version);
  const findings = checkPolicy(document).filter((finding) => rule === undefined || finding.rule === rule);
  const counts = Object.fromEntries(severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]));
  printRows(
    shape,
    findings,
    [
      { key: 'rule', title: title('Rule', '规则'), whole: true, show: (finding) => finding.rule },
      { key: 'severity', title: title('Sev', '级别'), whole: true, show: ({ severity }) => severity },
      { key: 'clauses', title: title('Clauses', '条款'), min: 10, show: ({ clauses }) => shortened(clauses), data: ({ clauses }) => clauses.join(' ') },
      { key: 'title', title: title('What', '问题'), min: 18, show: (finding) => finding.title[language] },
      { key: 'because', title: title('Because', '原因'), min: 30, show: ({ because }) => because[language] },
      { key: 'resolve', title: title('To settle it', '处理'), min: 20, show: ({ resolve }) => resolve[language] },
      { key: 'source', title: title('Source', '依据'), min: 12, show: ({ source, mark }) => `${source} [${mark}]`, data: ({ source }) => source },
      ...(shape === 'csv' ? [{ key: 'mark', title: 'Mark', show: ({ mark }: PolicyFinding) => mark }] : []),
    ],
    { policyVersion: idOfVersion(document), contentHash: document.contentHash, counts, findings },
  );
  say(
    `${idOfVersion(document)}${document.example ? ' (an invented example)' : ''}: ${counted(findings.length, 'finding')} — ${severities.map((one) => `${one} ${counts[one] ?? 0}`).join(', ')}`,
  );
  const unverified = findings.filter(({ mark }) => mark.includes('GK')).length;
  if (unverified > 0) say(`${unverified} of them rest on general knowledge (GK): to be verified before anybody relies on them`);
  if (findings.some(({ severity }) => severities.indexOf(severity) <= worst)) process.exitCode = 1;
}

const shortened = (clauses: readonly string[]): string =>
  clauses.length > clausesShownMax ? `${clauses.slice(0, clausesShownMax).join(', ')} … (${clauses.length})` : clauses.join(', ');
