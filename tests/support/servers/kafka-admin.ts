// What the tests' set-up asks of a broker beside the adapter: does it answer, and away with the topics of a run.
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { idleQuietly } from '../../../services/adapters/kafka/idle-quietly.ts';

idleQuietly();

/** Longer than the sessions of the tests' members. */
const sessionsOverMs = 15_000;
const quiet = { logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 0 } };

/** True when a broker takes a connection and describes its cluster. */
export async function kafkaAnswers(brokers: readonly string[]): Promise<boolean> {
  if (!(await listens(brokers[0] ?? ''))) return false;
  const admin = new kafkajs.Kafka({ ...quiet, clientId: 'suyuan-tests', brokers: [...brokers], connectionTimeout: 2000, requestTimeout: 5000 }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(/:(?=\d+$)/);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 2000 });
    const answer = (yes: boolean) => () => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

/** Deletes the topics and consumer groups whose names begin with the prefix. */
export async function deleteAll(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = new kafkajs.Kafka({ ...quiet, clientId: 'suyuan-tests', brokers: [...brokers] }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    // A member that was killed is in its group until its session is over.
    for (const deadline = Date.now() + sessionsOverMs; Date.now() < deadline; await delay(500)) {
      const groups = (await admin.listGroups()).groups.filter(({ groupId }) => groupId.startsWith(prefix));
      if (groups.length === 0) return;
      await Promise.allSettled(groups.map(({ groupId }) => admin.deleteGroups([groupId])));
    }
  } finally {
    await admin.disconnect();
  }
}
