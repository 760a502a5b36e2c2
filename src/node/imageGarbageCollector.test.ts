import assert from 'node:assert/strict';
import test from 'node:test';
import { create } from '@bufbuild/protobuf';
import { silent } from '../machinery/log.ts';
import { ImageGarbageCollector } from './imageGarbageCollector.ts';
import {
  ListContainersResponseSchema,
  ListImagesResponseSchema,
  RemoveImageResponseSchema,
} from './runtime/cri/generated/cri_pb.js';

interface Kept {
  readonly id: string;
  readonly size?: number;
  readonly pinned?: boolean;
  readonly tag?: string;
}

/** A disk of 1000 bytes with these images; what is removed frees its size. */
function disk(images: readonly Kept[], inUse: readonly string[], available: number) {
  const state = { now: 1_000_000, available, images: [...images], events: [] as string[], removed: [] as string[] };
  const collector = new ImageGarbageCollector({
    cri: {
      listImages: async () =>
        create(ListImagesResponseSchema, {
          images: state.images.map(({ id, size = 10, pinned = false, tag }) => ({
            id,
            size: BigInt(size),
            pinned,
            repoTags: tag === undefined ? [] : [tag],
          })),
        }),
      listContainers: async () =>
        create(ListContainersResponseSchema, { containers: inUse.map((imageRef) => ({ imageRef })) }),
      removeImage: async ({ image }) => {
        const gone = state.images.find((each) => each.id === image?.image);
        state.images = state.images.filter((each) => each !== gone);
        state.available += gone?.size ?? 10;
        state.removed.push(image?.image ?? '');
        return create(RemoveImageResponseSchema);
      },
    },
    log: silent,
    keep: ['pause:1'],
    space: async () => ({ capacity: 1000, available: state.available }),
    tell: (_type, reason, message) => void state.events.push(`${reason}: ${message}`),
    now: () => state.now,
  });
  return { collector, state };
}

test('nothing is removed below the high mark', async () => {
  const { collector, state } = disk([{ id: 'old' }], [], 160);
  await collector.collect();
  assert.deepEqual(state.removed, []);
});

test('unused images go until the low mark is reached; used, pinned and sandbox images stay', async () => {
  const images = [
    { id: 'used', size: 500 },
    { id: 'pinned', size: 500, pinned: true },
    { id: 'sandbox', size: 500, tag: 'pause:1' },
    { id: 'one', size: 60 },
    { id: 'two', size: 60 },
    { id: 'three', size: 60 },
  ];
  const { collector, state } = disk(images, ['used'], 100);
  await collector.collect();
  assert.deepEqual([state.removed, state.events], [['one', 'two'], []]);
});

test('an image that has just come stays for two minutes, and what cannot be freed is told', async () => {
  const { collector, state } = disk([], [], 100);
  await collector.collect();
  state.images.push({ id: 'new', size: 200 });
  await collector.collect();
  assert.deepEqual(state.removed, []);
  const message =
    'Failed to garbage collect required amount of images. Attempted to free 100 bytes, but only found 0 bytes eligible to free.';
  assert.deepEqual(state.events, [
    `FreeDiskSpaceFailed: ${message}`,
    `FreeDiskSpaceFailed: ${message}`,
    `ImageGCFailed: ${message}`,
  ]);
  state.now += 120_000;
  await collector.collect();
  assert.deepEqual(state.removed, ['new']);
});
