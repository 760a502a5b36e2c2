/** Claims, volumes and classes for the tests of plugins, without a cluster. */
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/v1.ts';
import type { StorageClass } from '../../api/storage/v1.ts';
import { createClient } from '../../client/createClient.ts';
import type { InformerFactory } from '../../client/informer.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import type { KubeObject, Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { Volumes } from '../volumes.ts';

export type StorageObject = Stored<PersistentVolumeClaim> | Stored<PersistentVolume> | Stored<StorageClass>;

/** Informers that hold these objects for ever. */
export function testVolumes(...objects: readonly StorageObject[]): Volumes {
  const informers: InformerFactory = {
    for<T extends KubeObject>(resource: Resource<T>) {
      // A named seam: the kind names the type.
      const all = objects.filter(({ kind }) => kind === resource.kind) as unknown as Stored<T>[];
      return {
        synced: Promise.resolve(),
        get: (key: string) => all.find((each) => keyOf(each) === key),
        list: () => all,
        byIndex: () => [],
        addIndex: () => undefined,
        addHandler: () => ({ [Symbol.dispose]: () => undefined }),
      };
    },
    release: () => undefined,
    async [Symbol.asyncDispose]() {},
  };
  return new Volumes(createClient(new MemoryTransport()), informers, () => undefined);
}
