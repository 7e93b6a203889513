// The command line as a whole: every command with its options and an example.
import { Command } from 'commander';
import { addRebuild } from './commands/rebuild.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrift } from './commands/drift.ts';
import { addExplain } from './commands/explain.ts';
import { addIngest } from './commands/ingest.ts';
import { addLineage } from './commands/lineage.ts';
import { addLists } from './commands/lists.ts';
import { addPolicy } from './commands/policy.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addRoles } from './commands/roles.ts';
import { addServe } from './commands/serve.ts';
import { addStreamRights } from './commands/stream-rights.ts';
import { addSimulate } from './commands/simulate.ts';

/**
 * The arguments without a request for help where they name a command that is not there: commander would answer with the help of what is
 * above it, as if all were well.
 */
export function withoutVainHelp(words: readonly string[], suyuan: Command): readonly string[] {
  const asked = words[0] === 'help' ? words.slice(1) : words;
  let current = suyuan;
  for (const word of asked) {
    if (current.commands.length === 0 || word.startsWith('-')) return words;
    const next = current.commands.find((command) => command.name() === word);
    if (!next && word !== 'help') return asked.filter((one) => one !== '--help' && one !== '-h');
    current = next ?? current;
  }
  return words;
}

/** Made anew for each run: commander keeps what it parsed. */
export function program(): Command {
  const suyuan = new Command('suyuan')
    .description('溯源: what data about this person went where and why — and the proof of it')
    .version('0.1.0')
    .showHelpAfterError('(add --help for usage and an example)')
    .configureHelp({ sortSubcommands: false })
    .exitOverride();
  for (const add of [
    addServe,
    addRoles,
    addSimulate,
    addIngest,
    addLineage,
    addLists,
    addExplain,
    addDrift,
    addPolicy,
    addQuarantine,
    addRebuild,
    addStreamRights,
    addDoctor,
  ])
    add(suyuan);
  return suyuan;
}
