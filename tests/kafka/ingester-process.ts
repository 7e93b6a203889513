// An ingester as a process of its own, to be killed: `ingester-process.ts BROKERS TOPIC GROUP LEDGER`. Prints a line when it has appended.
import { loadContracts } from '../../services/adapters/avro/contracts.ts';
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { readKafkaTopic } from '../../services/adapters/kafka/kafka-topic.ts';
import { singleObjectEncoding } from '../../services/adapters/kafka/single-object.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { topicIngester } from '../../services/ingester/ingest-topic.ts';
import { memoryVault } from '../support/memory-vault.ts';
import { contractsFolder } from '../support/repository-folders.ts';

const [brokers = '', topic = '', groupId = '', path = ''] = process.argv.slice(2);
const bare = sqliteLedger({ path });
const ledger: typeof bare = {
  ...bare,
  append: async (...call) => {
    const outcome = await bare.append(...call);
    process.stdout.write('appended\n');
    return outcome;
  },
};
const codec = avroEventCodec({ directory: contractsFolder });
const handler = topicIngester({
  topic,
  carries: 'people',
  ledger,
  vault: memoryVault(),
  codec,
  wire: singleObjectEncoding(loadContracts(contractsFolder)),
  now: Date.now,
});
const reading = await readKafkaTopic({ kafka: { brokers: brokers.split(','), tls: null, sasl: null }, topic, groupId, handler, sessionTimeoutMs: 6_000 });
await reading.done;
