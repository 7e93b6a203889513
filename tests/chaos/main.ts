// `make chaos`: one run of 30 kills and every fault once, as CI has it. `make chaos MINUTES=n`: runs until the time is over. `SEED=s` repeats one.
import { runChaos } from './run-chaos.ts';

const { MINUTES: minutes, SEED: given } = process.env;
const firstSeed = Number(given ?? Date.now() % 1_000_000);
/** So long before the end no run is begun that could not say anything. */
const leastMs = 60_000;
const end = minutes === undefined ? 0 : Date.now() + Number(minutes) * 60_000;
let broken = 0;
// Leaves no process behind: each is killed when this one ends by itself, which a signal alone does not let it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

for (let seed = firstSeed; seed === firstSeed || Date.now() < end - leastMs; seed += 1) {
  const began = Date.now();
  const say = (line: string): void => void process.stderr.write(`[seed ${seed}, ${Math.round((Date.now() - began) / 1000)} s] ${line}\n`);
  const { line, violations } = await runChaos(
    minutes === undefined ? { seed, kills: 30, faults: 'each', say } : { seed, kills: 60, faults: 'every-edge', say, deadline: end },
  );
  process.stdout.write(`${line}\n${violations.map((violation) => `  ${violation}\n`).join('')}`);
  if (violations.length > 0) broken += 1;
}
process.exitCode = broken === 0 ? 0 : 1;
