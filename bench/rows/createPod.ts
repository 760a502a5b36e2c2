import { pods } from '../../src/machinery/resources.ts';
import { measureCreates } from '../creates.ts';
import { benchPod } from '../objects.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  name: 'durable create of a Pod, 32 connections',
  floorName: 'the store alone, same bytes',
  reach: { atLeast: 0.4 },
  run: () => measureCreates(pods, benchPod),
};
