// Without access control only loopback is served; a page elsewhere must not reach it through a name that it lets point here (DNS rebinding).
import type { FastifyInstance } from 'fastify';
import { problem, send } from './problem-details.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Refuses requests whose Host is not a loopback name (421). */
export function loopbackHostsOnly(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (loopback.test(request.headers.host ?? '')) done();
    else send(reply, problem(421, 'ERR_HOST', 'This host is not served here', 'use 127.0.0.1 or localhost: without access control only loopback is served'));
  });
}
