// Whether a container engine answers, asked so that nothing hangs where there is none.
import { request } from 'node:http';
import { existsSync } from 'node:fs';

/** True when the engine of `DOCKER_HOST` or of the usual socket answers within a second. */
export function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const socketPath = host.startsWith('unix://') ? host.slice('unix://'.length) : null;
  if (socketPath !== null && !existsSync(socketPath)) return Promise.resolve(false);
  const { hostname, port } = socketPath === null ? new URL(host) : { hostname: '', port: '' };
  const target = socketPath === null ? { host: hostname, port: port || '2375', path: '/_ping' } : { socketPath, path: '/_ping' };
  return new Promise((resolve) => {
    const ping = request({ ...target, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.end();
  });
}
