// The wire double (not a real server) as a process of its own, so that it can be killed as one: `node main.ts FILE [PORT]`.
// Over IPC it takes faults and tells its port; on a terminal it prints its address.
import { doubleName, startDouble } from './double.ts';
import type { Faults } from './faults.ts';

const [path, port = '0'] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: node main.ts FILE [PORT]\n');
  process.exit(2);
}
const double = await startDouble({ path, port: Number(port), die: () => process.kill(process.pid, 'SIGKILL') });
process.on('message', (faults: Partial<Faults>) => Object.assign(double.faults, faults));
process.once('disconnect', () => process.exit(0));
process.send?.(double.port);
process.stdout.write(`${doubleName}: ${double.url}\n`);
