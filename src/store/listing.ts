/** LIST: the entries of a prefix as they were at one revision, read in slices that leave the event loop free. */
import type { Databases, Environment } from './environment.ts';
import { behindKey, behindPrefix, keyBytesOf, revisionOfIndexKey } from './layout.ts';
import type { Entry, ListResult, Revision } from './store.ts';
import { TimeSlice } from './timeSlice.ts';
import { entryWrittenAt } from './versions.ts';

export interface Listing {
  readonly prefix: string;
  readonly revision: Revision;
  readonly after: string | undefined;
  readonly limit: number;
}

/** The caller holds the revision (Readers) while this runs. */
export async function listAt(environment: Environment, listing: Listing): Promise<ListResult> {
  const entries: Entry[] = [];
  let remaining = 0;
  const collect = (databases: Databases, revision: Revision): void => {
    if (entries.length < listing.limit) entries.push(entryWrittenAt(databases, revision));
    else remaining++;
  };

  const end = behindPrefix(listing.prefix);
  let start: Buffer = Buffer.from(listing.prefix);
  if (listing.after !== undefined && behindKey(listing.after).compare(start) > 0) start = behindKey(listing.after);
  const slice = new TimeSlice();
  for (;;) {
    const databases = await environment.use();
    const resume = scan(databases, start, end, listing.revision, slice, collect);
    if (!resume) return { revision: listing.revision, entries, remaining };
    start = resume;
    await slice.next();
  }
}

/**
 * Calls `found` with the revision of each key that is live at `at`, in order of keys, until the end or until the
 * slice is over; answers where to go on (the first version of the first key not finished), or undefined at the end.
 */
function scan(
  databases: Databases,
  start: Buffer,
  end: Buffer | undefined,
  at: Revision,
  slice: TimeSlice,
  found: (databases: Databases, revision: Revision) => void,
): Buffer | undefined {
  // LMDB has no empty key; every index key sorts behind a single zero byte.
  const range = { start: start.length === 0 ? Buffer.from([0]) : start, ...(end && { end }) };
  let key: Buffer | undefined;
  let newest: Revision = 0;
  let steps = 0;
  for (const { key: raw, value } of databases.index.getRange(range)) {
    const bytes = keyBytesOf(raw);
    if (!key?.equals(bytes)) {
      if (newest > 0) found(databases, newest);
      newest = 0;
      // A break in front of a key's first version: nothing is seen twice. Keys are compared, so keep our own copy.
      if ((++steps & 31) === 0 && slice.over) return Buffer.from(raw);
      key = bytes;
    }
    const revision = revisionOfIndexKey(raw);
    if (revision <= at) newest = value[0] === 1 ? revision : 0;
  }
  if (newest > 0) found(databases, newest);
  return undefined;
}
