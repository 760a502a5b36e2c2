import { pods } from '../../src/machinery/resources.ts';
import { benchPod } from '../objects.ts';
import { measureReads } from '../reads.ts';
import type { Row } from '../row.ts';

const count = 5000;

export const row: Row = {
  name: 'LIST 5 000 Pods, 4 connections',
  floorName: 'bare node:https server, same bytes',
  reach: { atLeast: 0.7 },
  run: () =>
    measureReads('/api/v1/pods', 4, async ({ client }) => {
      let next = 0;
      await Promise.all(
        Array.from({ length: 32 }, async () => {
          while (next < count) await client.resource(pods).create(benchPod(`web-${next++}`));
        }),
      );
    }),
};
