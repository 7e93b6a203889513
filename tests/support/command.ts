// One run of the command line with nothing of the caller's own configuration in it.
import { startCommand, type Finished } from './processes.ts';

const unset = { SUYUAN_DATA: undefined, PORT: '0', HOST: undefined, SAMPLE: '0', LOG_LEVEL: undefined, NODE_OPTIONS: undefined };

/** Runs a command to its end, whatever its exit code. */
export const command = (words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> =>
  startCommand(words, { ...unset, ...environment }).finished;

/** Lines of the diagnostics that say something. */
export const saidLines = ({ stderr }: Finished): readonly string[] => stderr.split('\n').filter((line) => line.trim() !== '');
