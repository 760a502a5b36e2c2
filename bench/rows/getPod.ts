import { pods } from '../../src/machinery/resources.ts';
import { benchPod } from '../objects.ts';
import { measureReads } from '../reads.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  name: 'GET one Pod over TLS, 32 connections',
  floorName: 'bare node:https server, same bytes',
  reach: { atLeast: 0.6 },
  run: () =>
    measureReads('/api/v1/namespaces/default/pods/web', 32, async ({ client }) => {
      await client.resource(pods).create(benchPod('web'));
    }),
};
