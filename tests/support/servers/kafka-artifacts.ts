// The jars of Kafka from Maven, fetched once into the user's cache: what a broker needs to run on the machine's own Java.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const kafkaVersion = '4.3.1';
const scala = '2.13';

const run = promisify(execFile);
const fetchMaxMs = 300_000;

/** Folder of the jars. @throws Error with what is missing: java, mvn, or what Maven said. */
export async function kafkaJars(): Promise<string> {
  await available('java', '-version');
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'suyuan');
  const jars = join(cache, `kafka-${kafkaVersion}`);
  if (existsSync(jars)) return jars;
  await available('mvn', '-version');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetching-'));
  try {
    writeFileSync(join(folder, 'pom.xml'), pom);
    const goal = ['-q', '-B', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime'];
    await run('mvn', [...goal, `-DoutputDirectory=${join(folder, 'jars')}`], { timeout: fetchMaxMs });
    // Whole or not there at all, also when two runs fetch at once.
    if (!existsSync(jars)) renameSync(join(folder, 'jars'), jars);
    return jars;
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string };
    throw new Error(`Maven did not give org.apache.kafka:kafka_${scala}:${kafkaVersion}: ${stdout.slice(0, 500) || String(error)}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function available(program: string, flag: string): Promise<void> {
  await run(program, [flag]).catch((cause: unknown) => {
    throw new Error(`there is no ${program} on this machine`, { cause });
  });
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>suyuan.tests</groupId><artifactId>kafka-broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_${scala}</artifactId><version>${kafkaVersion}</version></dependency>
  </dependencies>
</project>
`;
