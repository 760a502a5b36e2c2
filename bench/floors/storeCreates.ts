/** The store alone: durable creates of 1 KB under keys like those of Pods, 32 at once. A floor for the API server. */
import { openTestStore } from '../../src/store/openTestStore.ts';
import { ratePerSecond } from '../row.ts';

/** Creates a second. */
export async function storeCreates(value: Uint8Array = Buffer.alloc(1000, 'x'), lanes = 32): Promise<number> {
  await using under = await openTestStore();
  const create = async (lane: number, call: number): Promise<void> => {
    await under.store.create(`/registry/pods/namespace-${lane}/pod-${call}`, value);
  };
  await ratePerSecond(lanes, 500, (lane, call) => create(lane + lanes, call));
  return await ratePerSecond(lanes, 3000, create);
}
