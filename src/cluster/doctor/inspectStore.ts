/**
 * A program of its own: opens the store in a directory, checks it, and prints what it is. A damaged file can end the
 * process that maps it, which then is not the doctor's.
 */
import { openLmdbStore } from '../../store/lmdbStore.ts';

await using store = await openLmdbStore(process.argv[2] ?? '', { autoCompaction: false });
await store.check();
const size = Math.ceil((await store.size()) / 1024);
process.stdout.write(`sound at revision ${await store.revision()}, ${size} KiB`);
