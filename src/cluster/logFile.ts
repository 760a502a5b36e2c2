/** The log of a background process: lines of JSON in a file that is rotated, so that it never fills the disk. */
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import pino from 'pino';
import type { Logger } from '../machinery/log.ts';

const rotateAt = 10 * 1024 * 1024;

/** `level` is one of pino's: debug, info, warn, error. The file before the last rotation stays as `<file>.1`. */
export function openLog(file: string, level: string): Logger {
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  const destination = {
    write(line: string): void {
      size += writeSync(descriptor, line);
      if (size < rotateAt) return;
      renameSync(file, `${file}.1`);
      closeSync(descriptor);
      descriptor = openSync(file, 'a', 0o600);
      size = 0;
    },
  };
  const serializers = { error: pino.stdSerializers.err };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers }, destination);
}
