// suyuan policy: the published policy as data — listed, shown, exported, checked, compared.
import type { Command } from 'commander';
import { example, withFormat } from '../options.ts';
import { checkVersion } from './policy-check.ts';
import { diffVersions } from './policy-diff.ts';
import { exportVersion } from './policy-export.ts';
import { listClauses } from './policy-list.ts';
import { publishVersion } from './policy-publish.ts';
import { showEntry } from './policy-show.ts';

const version = 'policy version, e.g. webank-app/8.8 or 8.8 (default: in force now)';

export function addPolicy(suyuan: Command): void {
  const policy = suyuan.command('policy').description('the published policy as data');
  example(withFormat(policy.command('list')).description('its clauses').option('--policy <id>', version), 'policy list').action(listClauses);
  example(
    withFormat(policy.command('show <clause>'))
      .description('one clause, row or rule, with the printed text beside it')
      .option('--policy <id>', version)
      .option('--text <file>', 'the printed policy (default: SUYUAN_POLICY_TEXT)'),
    'policy show 4.2.16',
    'policy show A-04 --lang zh --text privacy-policy-v8.8.txt',
  ).action(showEntry);
  example(
    policy
      .command('export')
      .description('the whole policy: JSON, one flat CSV table, or JSON-LD in the W3C Data Privacy Vocabulary')
      .option('--policy <id>', version)
      .option('--format <format>', 'json, csv or dpv', 'json')
      .option('--out <file>', 'write there instead of to stdout'),
    'policy export --format json --out policy.json',
    'policy export --format dpv --policy webank-app/8.8',
  ).action(exportVersion);
  example(
    withFormat(policy.command('check [version]'))
      .description('where the policy contradicts itself or the law; the structure was checked when it was read')
      .option('--rule <id>', 'one rule only, e.g. P20')
      .option('--fail-on <severity>', 'exit 1 when there is one this severe or worse: C, H, M, I, or none', 'H'),
    'policy check',
    'policy check 8.8 --format csv --fail-on none',
  ).action(checkVersion);
  example(
    withFormat(policy.command('diff <before> <after>')).description(
      'what differs, by clause and item: wider or narrower, which major change, who must consent again',
    ),
    'policy diff 8.8 8.9-example',
  ).action(diffVersions);
  example(
    policy
      .command('publish [version]')
      .description('prints the PolicyPublished event of a version, with its content hash, to be sent by ingest')
      .option('--producer <code>', 'code of the system that reports', 'privacy-desk')
      .option('--previous <version>', 'the version before it, for the major changes'),
    'policy publish 8.8 > published.ndjson && suyuan ingest published.ndjson',
  ).action(publishVersion);
}
