// suyuan policy: the published policy as data, to read in a terminal.
import type { Command } from 'commander';
import { loadPolicyRegistry } from '../../adapters/files/policy-directory.ts';
import { LineageError } from '../../core/domain/errors.ts';
import { versionInForce, type Clause, type PolicyVersion } from '../../core/policy/registry.ts';
import { configuration } from '../configuration.ts';
import { languageOf } from '../lineage-table.ts';
import { example, withFormat } from '../options.ts';
import { formatOf, print, printRows } from '../output.ts';

interface PolicyOptions {
  readonly policy?: string;
  readonly format: string;
  readonly lang?: string;
}

export function addPolicy(suyuan: Command): void {
  const policy = suyuan.command('policy').description('the published policy as data');
  const versioned = (command: Command): Command => withFormat(command).option('--policy <id>', 'policy version, e.g. webank-app/8.8 (default: in force now)');
  example(versioned(policy.command('list')).description('its clauses'), 'policy list').action(list);
  example(versioned(policy.command('show <clause>')).description('one clause: purpose, items, recipients'), 'policy show 4.2.16').action(show);
}

function versionOf(id: string | undefined): PolicyVersion {
  const registry = loadPolicyRegistry(configuration().policies);
  const version = id === undefined ? versionInForce(registry, Date.now()) : registry.versions.get(id);
  if (!version) throw new LineageError('ERR_NOT_FOUND', `no such policy version; there are ${[...registry.versions.keys()].join(', ')}`);
  return version;
}

function list({ policy, format, lang }: PolicyOptions): void {
  const language = languageOf(lang);
  printRows(
    formatOf(format),
    [...versionOf(policy).clauses.values()],
    [
      { key: 'clause', title: 'Clause', show: ({ id }) => id },
      { key: 'kind', title: 'Kind', show: ({ kind }) => kind },
      { key: 'title', title: 'Title', show: ({ title }) => title[language] },
      { key: 'purposes', title: 'Purposes', show: ({ purposes }) => purposes.join(', ') },
      { key: 'items', title: 'Items', show: ({ items }) => String(items.length) },
      { key: 'recipients', title: 'Recipients', show: ({ recipients }) => recipients.map(({ printed }) => printed).join('、') },
    ],
  );
}

function show(id: string, { policy, format, lang }: PolicyOptions): void {
  const version = versionOf(policy);
  const clause = version.clauses.get(id);
  if (!clause) throw new LineageError('ERR_NOT_FOUND', `${version.id} has no clause ${id}: \`suyuan policy list\` lists them`);
  if (formatOf(format) !== 'table') return print(JSON.stringify({ policyVersion: version.id, ...clause }, null, 2));
  const language = languageOf(lang);
  print(heading(clause, version, language));
  printRows('table', clause.items, [
    { key: 'printed', title: 'Item as printed', show: ({ printed, group }) => (group === undefined ? printed : `${group}: ${printed}`) },
    { key: 'code', title: 'Code', show: ({ code }) => code },
    { key: 'label', title: 'In the dictionary', show: ({ code }) => version.items.get(code)?.label[language] ?? '' },
    { key: 'sensitive', title: 'Sensitive', show: ({ code }) => (version.items.get(code)?.sensitive === true ? 'yes' : '') },
    { key: 'of', title: 'Of', show: ({ of }) => of },
  ]);
}

function heading(clause: Clause, version: PolicyVersion, language: 'zh' | 'en'): string {
  const recipients = clause.recipients.map(
    ({ printed, class: of, named }) => `${printed} (${version.recipientClasses.get(of)?.[language] ?? of}${named ? ', named' : ''})`,
  );
  return [
    `${clause.id} ${clause.title[language]}  · ${version.id} · ${clause.kind}${clause.tier ? ` · ${clause.tier}` : ''} · lines ${clause.lines.join('–')}`,
    `purpose: ${clause.purpose[language]} [${clause.purposes.join(', ')}]`,
    ...(recipients.length > 0 ? [`recipients: ${recipients.join('; ')}`] : []),
    '',
  ].join('\n');
}
