/** The short form of `npm run chaos`: a few kills, then some seconds of chaos. */
import test from 'node:test';
import { campaign } from '../faults/campaign.ts';

test('Pods come right, and leave nothing, whoever is killed while they start, restart and end', async (t) => {
  await campaign({ kills: 5, milliseconds: 8_000, seed: Date.now() % 100_000, tell: (line) => t.diagnostic(line) });
});
