// A bound on how long a body may take to arrive. Streams of events are exempt: they end when they fall silent (connectionTimeout).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem, send } from './problem-details.ts';

/** Whether a content type is a stream of lines. */
const isStream = (contentType: string | undefined): boolean => /^application\/(x-)?ndjson\b/i.test(contentType ?? '');

/** Answers 408 and closes the connection when a body that is no stream is not there after `limitMs`. */
export function limitBodyTime(app: FastifyInstance, limitMs: number): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  app.addHook('onRequest', async (request, reply) => {
    const { headers } = request;
    if (isStream(headers['content-type']) || (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)) return;
    const timer = setTimeout(() => {
      void reply.header('connection', 'close');
      send(reply, problem(408, 'ERR_TIMEOUT', 'The body did not arrive in time', `a body that is no stream has ${limitMs / 1000} seconds`));
      setTimeout(() => request.raw.destroy(), 100).unref();
    }, limitMs);
    timers.set(request, timer);
  });
  app.addHook('preValidation', async (request) => clearTimeout(timers.get(request)));
  app.addHook('onResponse', async (request) => clearTimeout(timers.get(request)));
}
