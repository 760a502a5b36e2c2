/** The invariants of what lies on disk, checked over the whole store: for tests and for `peapod` after a crash. */
import type { Databases, Environment } from './environment.ts';
import type { LogRecord, Version } from './layout.ts';
import { decodeRecord, decodeVersion, keyBytesOf, logKey, revisionOfIndexKey, revisionOfLogKey } from './layout.ts';
import type { Revision } from './store.ts';
import { TimeSlice } from './timeSlice.ts';

interface Marks {
  readonly revision: Revision;
  readonly compacted: Revision;
  readonly swept: Revision;
}

/** Answers what is wrong, at most 20 lines; empty when the store is sound. Nothing may be written meanwhile. */
export async function findFaults(environment: Environment): Promise<string[]> {
  const faults: string[] = [];
  const databases = await environment.use();
  const marks: Marks = {
    revision: environment.readMeta(databases, 'revision'),
    compacted: environment.readMeta(databases, 'compacted'),
    swept: environment.readMeta(databases, 'swept'),
  };
  if (!(marks.swept <= marks.compacted && marks.compacted <= marks.revision)) {
    faults.push(`swept ${marks.swept} ≤ compacted ${marks.compacted} ≤ revision ${marks.revision} does not hold`);
  }
  const versions = await checkIndex(environment, marks, faults);
  const records = await checkLog(environment, marks, faults);
  if (versions !== records) faults.push(`the index has ${versions} versions, the log ${records} records`);
  return faults.slice(0, 20);
}

/** Each version has its record, and follows from the version before it. Answers how many there are. */
async function checkIndex(environment: Environment, marks: Marks, faults: string[]): Promise<number> {
  let count = 0;
  let before: { key: string; version: Version } | undefined;
  await eachEntry(environment, 'index', (databases, raw, value) => {
    count++;
    const key = keyBytesOf(raw).toString();
    const version = decodeVersion(revisionOfIndexKey(raw), value);
    const previous = before?.key === key ? before.version : undefined;
    faults.push(...faultsOfVersion(databases, marks, key, version, previous));
    before = { key, version };
  });
  return count;
}

function faultsOfVersion(
  databases: Databases,
  marks: Marks,
  key: string,
  version: Version,
  previous: Version | undefined,
): string[] {
  const at = `${key} at revision ${version.revision}`;
  const bytes = databases.log.get(logKey(version.revision));
  if (!bytes) return [`${at} has no record in the log`];
  const record = decodeRecord(version.revision, bytes);
  const faults: string[] = [];
  if (record.key !== key) faults.push(`${at}: its record is about ${record.key}`);
  if (record.createRevision !== version.createRevision)
    faults.push(`${at}: created at ${version.createRevision}, its record says ${record.createRevision}`);
  if ((record.type !== 'delete') !== version.live)
    faults.push(`${at}: live is ${version.live}, its record is a ${record.type}`);
  if (version.revision > marks.revision) faults.push(`${at} is newer than the store's revision ${marks.revision}`);
  if (previous) faults.push(...faultsOfSuccession(marks, at, record, version, previous));
  else if (record.previousRevision > marks.swept)
    faults.push(`${at}: the version ${record.previousRevision} before it is missing`);
  return faults;
}

function faultsOfSuccession(
  marks: Marks,
  at: string,
  record: LogRecord,
  version: Version,
  previous: Version,
): string[] {
  const faults: string[] = [];
  if (version.revision <= previous.revision) faults.push(`${at} does not follow revision ${previous.revision}`);
  if (version.revision <= marks.swept)
    faults.push(`${at}: the version ${previous.revision} before it should have been swept`);
  if (previous.live !== (record.type !== 'create'))
    faults.push(`${at}: a ${record.type} follows ${previous.live ? 'a live version' : 'a deletion'}`);
  if (record.type !== 'create' && record.previousRevision !== previous.revision) {
    faults.push(`${at}: names ${record.previousRevision} as its predecessor, which is ${previous.revision}`);
  }
  return faults;
}

/** Records lie where they may. Answers how many there are. */
async function checkLog(environment: Environment, marks: Marks, faults: string[]): Promise<number> {
  let count = 0;
  let last: Revision = 0;
  await eachEntry(environment, 'log', (_, raw, value) => {
    count++;
    const revision = revisionOfLogKey(raw);
    const { type } = decodeRecord(revision, value);
    if (type === 'delete' && revision <= marks.swept)
      faults.push(`the deletion at revision ${revision} should have been swept`);
    // Behind what was swept the log has no holes.
    const expected = last <= marks.swept ? marks.swept + 1 : last + 1;
    if (revision > marks.swept && revision !== expected)
      faults.push(`the log goes from revision ${last} to ${revision}`);
    last = revision;
  });
  if (Math.max(last, marks.swept) !== marks.revision)
    faults.push(`the log ends at revision ${last}, the store is at ${marks.revision}`);
  return count;
}

async function eachEntry(
  environment: Environment,
  table: 'index' | 'log',
  visit: (databases: Databases, key: Buffer, value: Buffer) => void,
): Promise<void> {
  const slice = new TimeSlice();
  let after: Buffer | undefined;
  for (;;) {
    const databases = await environment.use();
    const from = after;
    after = undefined;
    for (const { key, value } of databases[table].getRange(
      from ? { start: from, exclusiveStart: true } : { start: Buffer.from([0]) },
    )) {
      visit(databases, key, value);
      if (slice.over) {
        after = Buffer.from(key);
        break;
      }
    }
    if (!after) return;
    await slice.next();
  }
}
