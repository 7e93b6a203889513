// Says before the first test which server the run is against, and of which version: a pass on the double is not a pass on the server.
import { connect } from '../../services/adapters/eventstoredb/connection.ts';
import { givenUrl, serverName } from './server-name.ts';

const answerMaxMs = 10_000;

export async function setup(): Promise<void> {
  const version = givenUrl === '' ? '' : `, version: ${await versionOf(givenUrl)}`;
  process.stdout.write(`\neventstoredb: the suites run on ${serverName}${version}\n\n`);
}

/** What the server calls itself; the wire double says so, also when a URL names it. The client knows it but does not show it. */
async function versionOf(url: string): Promise<string> {
  const { client } = connect({ url, allowInsecure: true });
  const { capabilities } = client as unknown as { readonly capabilities: Promise<{ readonly serverVersion: string }> };
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve('no answer'), answerMaxMs).unref();
  });
  const version = await Promise.race([capabilities.then(({ serverVersion }) => serverVersion, String), late]);
  await client.dispose();
  return version;
}
