/** Point reads in the index and the log: one key at one revision. Synchronous and short. */
import type { Databases } from './environment.ts';
import type { Version } from './layout.ts';
import { decodeRecord, decodeVersion, entryOf, indexKey, logKey, revisionOfIndexKey } from './layout.ts';
import type { Entry, Revision } from './store.ts';

/** The newest version of `key` at or before `revision`; a deletion is a version that is not live. */
export function versionAt(databases: Databases, key: string, revision: Revision): Version | undefined {
  const range = { start: indexKey(key, revision), end: Buffer.from(key), reverse: true, limit: 1 };
  for (const { key: raw, value } of databases.index.getRange(range))
    return decodeVersion(revisionOfIndexKey(raw), value);
  return undefined;
}

/** What the write with this revision stored. StoreError Corrupt when it is not there. */
export function entryWrittenAt(databases: Databases, revision: Revision): Entry {
  return entryOf(revision, decodeRecord(revision, databases.log.get(logKey(revision))));
}

export function entryAt(databases: Databases, key: string, revision: Revision): Entry | undefined {
  const version = versionAt(databases, key, revision);
  return version?.live ? entryWrittenAt(databases, version.revision) : undefined;
}
