// Runs one command, and says what its failure means to the shell.
import { CommanderError } from 'commander';
import { LineageError } from '../core/domain/errors.ts';
import { say } from './output.ts';
import { program, withoutVainHelp } from './program.ts';

/** 0 done · 1 the answer is "no" · 2 wrong usage or input · 3 a dependency is not reachable. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof LineageError)) return 3;
  switch (error.code) {
    case 'ERR_INPUT':
    case 'ERR_NOT_FOUND':
    case 'ERR_TOO_LARGE':
    case 'ERR_CONFIGURATION':
    case 'ERR_REGISTRY':
    case 'ERR_DATA_VERSION':
      return 2;
    default:
      return 3;
  }
}

// A reader that has seen enough (`… | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

try {
  const suyuan = program();
  await suyuan.parseAsync([...withoutVainHelp(process.argv.slice(2), suyuan)], { from: 'user' });
} catch (error) {
  process.exitCode = exitCodeOf(error);
  if (!(error instanceof CommanderError)) say(`suyuan: ${error instanceof Error ? error.message : String(error)}`);
  if (!(error instanceof CommanderError) && !(error instanceof LineageError) && error instanceof Error) say(error.stack ?? '');
}
