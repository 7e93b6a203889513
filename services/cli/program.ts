// The command line as a whole: every command with its options and an example.
import { Command } from 'commander';
import { addRebuild } from './commands/rebuild.ts';
import { addDoctor } from './commands/doctor.ts';
import { addIngest } from './commands/ingest.ts';
import { addLineage } from './commands/lineage.ts';
import { addLists } from './commands/lists.ts';
import { addPolicy } from './commands/policy.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addServe } from './commands/serve.ts';
import { addSimulate } from './commands/simulate.ts';

/** Made anew for each run: commander keeps what it parsed. */
export function program(): Command {
  const suyuan = new Command('suyuan')
    .description('溯源: what data about this person went where and why — and the proof of it')
    .version('0.1.0')
    .showHelpAfterError('(add --help for usage and an example)')
    .configureHelp({ sortSubcommands: false })
    .exitOverride();
  for (const add of [addServe, addSimulate, addIngest, addLineage, addLists, addPolicy, addQuarantine, addRebuild, addDoctor]) add(suyuan);
  return suyuan;
}
