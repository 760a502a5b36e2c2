import { lmdbCommits } from '../floors/lmdbCommits.ts';
import { storeCreates } from '../floors/storeCreates.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  name: 'store: durable create, 32 writers',
  floorName: 'LMDB alone, group commit, same bytes',
  reach: { atLeast: 0.6 },
  async run() {
    return { floor: await lmdbCommits(), measured: await storeCreates(), unit: 'creates/s' };
  },
};
