// The log of a process: JSON lines on stderr, for machines. Codes, counts and trace ids, never who anybody is.
import { pino, type Logger } from 'pino';

/** `service` names the role in each line. */
export const processLog = (service: string, level: string): Logger =>
  pino(
    { level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ dest: 2, sync: true }),
  );
