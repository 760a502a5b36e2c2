/**
 * Makes and removes the folders of the volumes that are provisioned on this node.
 *
 * Guarantees: it touches only `<root>/<name of a PersistentVolume>`, whatever path a volume names; a folder is removed
 * only when its volume is being deleted, is bound to no claim and has reclaim policy Delete.
 */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PersistentVolume } from '../../api/core/v1.ts';
import type { Client } from '../../client/client.ts';
import type { EventRecorder } from '../../client/eventRecorder.ts';
import type { InformerFactory } from '../../client/informer.ts';
import { runWorkers } from '../../client/runWorkers.ts';
import { WorkQueue } from '../../client/workQueue.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Logger } from '../../machinery/log.ts';
import type { Stored } from '../../machinery/object.ts';
import { persistentVolumes } from '../../machinery/resources.ts';
import { localPath, provisionedBy } from '../../machinery/volumes.ts';

export interface LocalPathOptions {
  readonly client: Client;
  readonly informers: InformerFactory;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly nodeName: string;
  /** The folders lie directly below it. */
  readonly root: string;
}

/** Resolves at once; what there is to do is done as the API server tells of it. */
export function keepLocalPathFolders(options: LocalPathOptions): AsyncDisposable {
  const { client, informers, recorder, log, nodeName, root } = options;
  const volumes = informers.for(persistentVolumes, { labelSelector: `${localPath.nodeLabel}=${nodeName}` });
  const queue = new WorkQueue();
  const follow = (volume: Stored<PersistentVolume>): void => queue.add(volume.metadata.name);
  const handler = volumes.addHandler({ added: follow, updated: follow });
  const workers = runWorkers(
    queue,
    1,
    async (name) => {
      const volume = volumes.get(name);
      if (!volume) return;
      const path = join(root, name);
      const { deletionTimestamp, annotations, finalizers = [], resourceVersion } = volume.metadata;
      if (annotations?.[provisionedBy] !== localPath.provisioner) return;
      const isOurs = volume.spec?.local?.path === path;
      if (!deletionTimestamp) return isOurs ? makeFolder(path) : undefined;
      if (volume.status?.phase === 'Bound' || !finalizers.includes(localPath.finalizer)) return;
      if (!isOurs)
        log.warn({ volume: name, path: volume.spec?.local?.path }, 'the folder of a volume lies elsewhere: it stays');
      try {
        if (isOurs && volume.spec?.persistentVolumeReclaimPolicy === 'Delete')
          await rm(path, { recursive: true, force: true });
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        recorder.event(volume, 'Warning', 'VolumeFailedDelete', text);
        throw error;
      }
      const left = finalizers.filter((finalizer) => finalizer !== localPath.finalizer);
      await client
        .resource(persistentVolumes)
        .patch(name, undefined, 'application/merge-patch+json', { metadata: { resourceVersion, finalizers: left } })
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
        });
    },
    log,
  );
  return {
    async [Symbol.asyncDispose]() {
      handler[Symbol.dispose]();
      await workers[Symbol.asyncDispose]();
    },
  };
}

/** A folder that any user of any container may write to; one that is there stays as it is. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o711 });
  try {
    await mkdir(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw error;
  }
  // Not by mkdir's mode, which the umask narrows.
  await chmod(path, 0o777);
}
