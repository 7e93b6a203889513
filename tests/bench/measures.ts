// The measures that run in a process of their own: `node measures.ts <measure> <options>` prints one JSON answer.
import { auditMeasure } from './audit-measure.ts';
import { lineageMeasure } from './lineage-measure.ts';
import { oneByOne } from './one-by-one.ts';
import { copyRows, readAndDecode, rebuildMeasure } from './rebuild-measure.ts';
import { appendStage, encodeStage, projectStages } from './stages.ts';

const measures: Readonly<Record<string, (options: never) => Promise<unknown>>> = {
  encode: encodeStage,
  append: appendStage,
  project: projectStages,
  oneByOne,
  readAndDecode,
  rebuild: rebuildMeasure,
  copyRows,
  lineage: lineageMeasure,
  audit: auditMeasure,
};

const [name = '', options = '{}'] = process.argv.slice(2);
const measure = measures[name];
if (!measure) throw new Error(`there is no measure ${name}`);
process.stdout.write(JSON.stringify(await measure(JSON.parse(options) as never)));
