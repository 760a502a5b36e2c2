/**
 * Compaction's second half: removes from disk what nobody can ask for any more, a slice a transaction. Every change
 * in the log names the version that it superseded, so a sweep reads only the part of the log that it passes.
 * It notes how far it came in the same transaction, and goes on there after a restart.
 */
import type { Environment } from './environment.ts';
import type { GroupCommit } from './groupCommit.ts';
import { decodeRecord, logKey, revisionOfLogKey } from './layout.ts';
import type { Revision } from './store.ts';
import { TimeSlice } from './timeSlice.ts';
import type { Transaction } from './transaction.ts';

/** Changes a slice: writers wait for at most this much of it. */
const maxChanges = 256;

/** Sweeps (swept, target]. Stops early, without an error, when `signal` aborts. */
export async function sweep(
  environment: Environment,
  commits: GroupCommit,
  target: Revision,
  signal: AbortSignal,
): Promise<void> {
  let swept = environment.readMeta(await environment.use(), 'swept');
  while (swept < target && !signal.aborted) {
    const from = swept;
    swept = await commits.run((transaction) => sweepSlice(transaction, from, target));
    await new Promise(setImmediate);
  }
}

function sweepSlice(transaction: Transaction, from: Revision, target: Revision): Revision {
  const slice = new TimeSlice();
  const { log } = transaction.databases;
  let reached = target;
  let changes = 0;
  for (const { key, value } of log.getRange({ start: logKey(from + 1), end: logKey(target + 1) })) {
    const revision = revisionOfLogKey(key);
    const record = decodeRecord(revision, value);
    if (record.previousRevision > 0) transaction.forget(record.key, record.previousRevision);
    if (record.type === 'delete') transaction.forget(record.key, revision);
    if (++changes >= maxChanges || ((changes & 15) === 0 && slice.over)) {
      reached = revision;
      break;
    }
  }
  transaction.setMeta('swept', reached);
  return reached;
}
