// Builds each fault of `mutants.ts` into a copy of the tree and runs the tests that must find it: `make mutants`, or `node tests/mutants/main.ts WORD…` for some.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../support/repository-folders.ts';
import { startKafka, type StartedKafka } from '../support/servers/kafka-server.ts';
import { mutants, type Catcher, type Mutant } from './mutants.ts';

const runMaxMs = 300_000;

interface Run {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly said: string;
}

/** `caught`: tests failed. Everything else is a fault of this suite: the tests did not run, or they did not notice. */
type Verdict = 'caught' | 'SURVIVED' | 'NOT THERE' | 'NOT RUN';

const copy = mkdtempSync(join(tmpdir(), 'suyuan-mutants-'));
const broker: { started?: StartedKafka } = {};
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** Runs the tests in the copy; the broker is started once and named to every run. */
async function run({ project, file, named }: Catcher): Promise<Run> {
  if (project === 'kafka') broker.started ??= await startKafka();
  const environment = broker.started ? { KAFKA_BROKERS: broker.started.brokers.join(',') } : {};
  const filter = named === undefined ? [] : ['-t', named];
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'tests/vitest.config.ts', '--project', project, file, ...filter], {
    cwd: copy,
    env: { ...process.env, ...environment, NO_COLOR: '1', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const late = setTimeout(() => child.kill('SIGKILL'), runMaxMs);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(late);
  const [, passed = 0, failed = 0, skipped = 0] = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(said) ?? [];
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped), said };
}

async function tryOne({ file, find, replace, caughtBy }: Mutant): Promise<{ verdict: Verdict; run: Run | null }> {
  const path = join(copy, 'services', file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(find).length !== 2) return { verdict: 'NOT THERE', run: null };
  writeFileSync(
    path,
    whole.replace(find, () => replace),
  );
  try {
    const ran = await run(caughtBy);
    // A test that never ended counts: a mutant may make the system hang.
    return { verdict: ran.failed > 0 ? 'caught' : ran.passed > 0 ? 'SURVIVED' : 'NOT RUN', run: ran };
  } finally {
    writeFileSync(path, whole);
  }
}

/** Without a mutant the same tests must pass, else a failure says nothing. */
async function healthy(catchers: readonly Catcher[]): Promise<boolean> {
  const distinct = new Map(catchers.map((catcher) => [JSON.stringify(catcher), catcher]));
  let all = true;
  for (const catcher of distinct.values()) {
    const { passed, failed, said } = await run(catcher);
    if (failed === 0 && passed > 0) continue;
    all = false;
    say(`without a mutant ${catcher.file} ${catcher.named ?? ''}: ${passed} passed, ${failed} failed\n${said.slice(-3000)}`);
  }
  return all;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));

const words = process.argv.slice(2);
const chosen = words.length === 0 ? mutants : mutants.filter(({ name, file }) => words.some((word) => name.includes(word) || file.includes(word)));
try {
  for (const part of ['services', 'tests', 'schemas', 'package.json', 'tsconfig.json']) cpSync(join(repository, part), join(copy, part), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  let bad = (await healthy(chosen.map(({ caughtBy }) => caughtBy))) ? 0 : 1;
  for (const mutant of chosen) {
    const began = performance.now();
    const { verdict, run: ran } = await tryOne(mutant);
    if (verdict !== 'caught') bad += 1;
    say(
      `${verdict.padEnd(9)} ${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s  ${mutant.name}  (${mutant.file}; ${ran?.failed ?? 0} of ${ran ? ran.passed + ran.failed : 0} tests of ${mutant.caughtBy.file})`,
    );
    if (verdict === 'NOT RUN') say(ran?.said.slice(-3000) ?? '');
  }
  say(bad === 0 ? `${chosen.length} mutants, all caught` : `${chosen.length} mutants, ${bad} not caught as they should be`);
  process.exitCode = bad === 0 ? 0 : 1;
} finally {
  await broker.started?.stop();
}
