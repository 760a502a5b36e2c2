/** The log as watchers read it: changes behind a revision, in order, a slice at a time. */
import type { Databases } from './environment.ts';
import { decodeRecord, entryOf, logKey, recordHasPrefix, revisionOfLogKey } from './layout.ts';
import type { Revision, StoreEvent, StoreEventBatch } from './store.ts';
import type { TimeSlice } from './timeSlice.ts';
import { entryWrittenAt } from './versions.ts';

/** Bounds what a watcher holds at once. */
const maxEvents = 500;

/** Changes under `prefix` in (after, upTo]; the answer's revision says how far it came. */
export function readHistory(
  databases: Databases,
  prefix: string,
  after: Revision,
  upTo: Revision,
  slice: TimeSlice,
): StoreEventBatch {
  const prefixBytes = Buffer.from(prefix);
  const events: StoreEvent[] = [];
  let steps = 0;
  for (const { key, value } of databases.log.getRange({ start: logKey(after + 1), end: logKey(upTo + 1) })) {
    const revision = revisionOfLogKey(key);
    if (recordHasPrefix(value, prefixBytes)) events.push(eventOf(databases, revision, value));
    if (events.length >= maxEvents || ((++steps & 31) === 0 && slice.over)) return { revision, events };
  }
  return { revision: upTo, events };
}

function eventOf(databases: Databases, revision: Revision, bytes: Buffer): StoreEvent {
  const record = decodeRecord(revision, bytes);
  const { type, key } = record;
  const previous = type === 'create' ? undefined : entryWrittenAt(databases, record.previousRevision);
  return {
    type,
    key,
    revision,
    ...(type !== 'delete' && { entry: entryOf(revision, record) }),
    ...(previous && { previous }),
  };
}
