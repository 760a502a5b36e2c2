/**
 * Makes volumes out of folders of the nodes: for claims of a class with provisioner peapod.dev/local-path, on the node
 * that the scheduler chose. It writes the PersistentVolume; the node's agent makes the folder and removes it.
 *
 * Guarantees:
 *  - A claim gets one volume, whatever is tried again: its name follows from the claim's UID.
 *  - A released volume with reclaim policy Delete is deleted, and stays visible until its folder is gone, or its node.
 *  - A folder has the size of the node's disk: the claim's request is written down, not enforced.
 */
import type { Node, PersistentVolume } from '../api/core/v1.ts';
import type { StorageClass } from '../api/storage/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isAlreadyExists, isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import * as resources from '../machinery/resources.ts';
import type { Claim, Volume } from '../machinery/volumes.ts';
import {
  classOfClaim,
  localPath,
  markedAsDefault,
  provisionedBy,
  selectedNode,
  storageProvisioner,
  volumeProtection,
  waitsForConsumer,
} from '../machinery/volumes.ts';
import type { Controller } from './controller.ts';
import { claimReference } from './persistentVolumeBinder/bind.ts';

/** There from the beginning; who removes it has it back at the next start. */
const builtInClass: StorageClass = {
  metadata: {
    name: localPath.storageClass,
    annotations: {
      ...markedAsDefault,
      'kubernetes.io/description': 'Folders on the disk of the node that runs the first Pod. Sizes are not enforced.',
    },
  },
  provisioner: localPath.provisioner,
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
};

/** Milliseconds after which what could not be made is tried again: its class or its node may be another by then. */
const retryAfter = 15_000;

const accessModes: readonly string[] = ['ReadWriteOnce', 'ReadWriteOncePod'];

export const localPathProvisioner: Controller = {
  name: 'local-path-provisioner',
  serviceAccount: 'local-path-provisioner',
  eventSource: localPath.provisioner,
  async start({ client, informers, recorder, log }) {
    await using stack = new AsyncDisposableStack();
    const claims = informers.for(resources.persistentVolumeClaims);
    const volumes = informers.for(resources.persistentVolumes);
    const classes = informers.for(resources.storageClasses);
    const nodes = informers.for(resources.nodes);
    const queue = new WorkQueue();
    const follow = (claim: Claim): void => {
      if (isOurs(claim)) queue.add(`claim:${keyOf(claim)}`);
    };
    const followVolume = (volume: Volume): void => {
      if (volume.metadata.annotations?.[provisionedBy] === localPath.provisioner)
        queue.add(`volume:${volume.metadata.name}`);
    };
    await Promise.all([claims.synced, volumes.synced, classes.synced, nodes.synced]);
    await client
      .resource(resources.storageClasses)
      .create(builtInClass)
      .catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
    stack.use(claims.addHandler({ added: follow, updated: follow }));
    stack.use(volumes.addHandler({ added: followVolume, updated: followVolume }));
    stack.use(
      nodes.addHandler({
        added: () => claims.list().forEach(follow),
        deleted: () => volumes.list().forEach(followVolume),
      }),
    );

    const provision = async (claim: Claim): Promise<ReconcileResult> => {
      const storageClass = classes.get(classOfClaim(claim) ?? '');
      if (storageClass?.provisioner !== localPath.provisioner) return;
      const nodeName = claim.metadata.annotations?.[selectedNode];
      if (waitsForConsumer(storageClass) && nodeName === undefined) return;
      const fail = (message: string): ReconcileResult => {
        recorder.event(
          claim,
          'Warning',
          'ProvisioningFailed',
          `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${message}`,
        );
        return { requeueAfter: retryAfter };
      };
      const trouble = unsupported(claim, storageClass);
      if (trouble !== undefined) return fail(trouble);
      const node = nodeName === undefined ? anyNode(nodes.list()) : nodes.get(nodeName);
      const root = node?.metadata.annotations?.[localPath.rootAnnotation];
      if (!node || root === undefined) {
        const failed = fail(
          node ? `node "${node.metadata.name}" offers no folder for volumes` : 'there is no node for it',
        );
        // The scheduler chooses again.
        if (nodeName !== undefined && !node) {
          const patch = { metadata: { uid: claim.metadata.uid, annotations: { [selectedNode]: null } } };
          const { name, namespace } = claim.metadata;
          await client
            .resource(resources.persistentVolumeClaims)
            .patch(name, namespace, 'application/merge-patch+json', patch);
        }
        return failed;
      }
      const volume = volumeFor(claim, storageClass, node, root);
      recorder.event(
        claim,
        'Normal',
        'Provisioning',
        `External provisioner is provisioning volume for claim "${keyOf(claim)}"`,
      );
      try {
        await client.resource(resources.persistentVolumes).create(volume);
      } catch (error) {
        if (isAlreadyExists(error)) return;
        fail(error instanceof Error ? error.message : String(error));
        throw error;
      }
      recorder.event(
        claim,
        'Normal',
        'ProvisioningSucceeded',
        `Successfully provisioned volume ${volume.metadata?.name}`,
      );
    };

    const reclaim = async (volume: Volume): Promise<void> => {
      const { name, uid, deletionTimestamp, finalizers = [] } = volume.metadata;
      const api = client.resource(resources.persistentVolumes);
      if (!deletionTimestamp) {
        const released = volume.status?.phase === 'Released' && volume.spec?.persistentVolumeReclaimPolicy === 'Delete';
        if (released) await ignoreGone(api.delete(name, undefined, { preconditions: { uid } }));
        return;
      }
      // Nobody is left who could remove the folder: it went with its node.
      const gone = nodes.get(volume.metadata.labels?.[localPath.nodeLabel] ?? '') === undefined;
      if (!gone || volume.status?.phase === 'Bound' || !finalizers.includes(localPath.finalizer)) return;
      const left = finalizers.filter((finalizer) => finalizer !== localPath.finalizer);
      await ignoreGone(api.update({ ...volume, metadata: { ...volume.metadata, finalizers: left } }));
    };

    stack.use(
      runWorkers(
        queue,
        2,
        async (key) => {
          const name = key.slice(key.indexOf(':') + 1);
          const volume = key.startsWith('volume:') ? volumes.get(name) : undefined;
          if (volume) return reclaim(volume);
          const claim = key.startsWith('claim:') ? claims.get(name) : undefined;
          return claim && isOurs(claim) ? provision(claim) : undefined;
        },
        log,
      ),
    );
    return stack.move();
  },
};

const ignoreGone = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
};

const isOurs = ({ metadata, spec }: Claim): boolean =>
  metadata.annotations?.[storageProvisioner] === localPath.provisioner &&
  !spec?.volumeName &&
  metadata.deletionTimestamp === undefined;

function unsupported(
  { spec }: Claim,
  { parameters, mountOptions, allowedTopologies }: StorageClass,
): string | undefined {
  const mode = spec?.accessModes?.find((each) => !accessModes.includes(each));
  if (mode) return `access mode ${mode} is not supported, only ${accessModes.join(' and ')}`;
  if (spec?.volumeMode === 'Block') return 'volumeMode Block is not supported, only Filesystem';
  if (spec?.selector) return 'claim Selector is not supported';
  if (spec?.dataSource ?? spec?.dataSourceRef) return 'a dataSource is not supported';
  const [parameter] = Object.keys(parameters ?? {});
  if (parameter !== undefined) return `parameter "${parameter}" is not supported`;
  if (mountOptions?.length) return 'mountOptions are not supported';
  return allowedTopologies?.length ? 'allowedTopologies are not supported' : undefined;
}

const anyNode = (nodes: readonly Stored<Node>[]): Stored<Node> | undefined =>
  nodes.find(
    ({ metadata, spec }) => !spec?.unschedulable && metadata.annotations?.[localPath.rootAnnotation] !== undefined,
  );

function volumeFor(claim: Claim, storageClass: StorageClass, node: Stored<Node>, root: string): PersistentVolume {
  const name = `pvc-${claim.metadata.uid}`;
  const hostname = node.metadata.labels?.['kubernetes.io/hostname'] ?? node.metadata.name;
  const storage = claim.spec?.resources?.requests?.['storage'] ?? '0';
  return {
    metadata: {
      name,
      labels: { [localPath.nodeLabel]: node.metadata.name },
      annotations: { [provisionedBy]: localPath.provisioner },
      finalizers: [volumeProtection, localPath.finalizer],
    },
    spec: {
      capacity: { storage },
      accessModes: claim.spec?.accessModes ?? [],
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata?.name ?? '',
      volumeMode: 'Filesystem',
      claimRef: claimReference(claim),
      local: { path: `${root}/${name}` },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [hostname] }] },
          ],
        },
      },
    },
  };
}
