/**
 * Deletes objects whose owners are gone, in the way that the deletion of the owner asked for (upstream's garbage collector).
 *
 * Guarantees:
 *  - An object is deleted only when every one of its owners has been verified, by uid, not to exist (or to be waiting, in
 *    the foreground, for it). One owner that exists, or cannot be asked about, keeps it.
 *  - It is deleted only in the very state that was judged (preconditions: uid and resourceVersion).
 *  - Background: dependents go after their owner. Foreground: the owner stays until the dependents that block it are
 *    gone. Orphan: the owner stays until no dependent names it, and they stay.
 *  - Circles of owners in the foreground come apart.
 */
import type { KubeObject, Stored } from '../machinery/object.ts';
import { coreEvents } from '../machinery/resources.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { Collector } from './garbageCollector/collector.ts';
import type { Consequences, Misplaced } from './garbageCollector/graph.ts';
import { Graph, identityOf } from './garbageCollector/graph.ts';
import { Owners, UnresolvableError } from './garbageCollector/owners.ts';
import { ServedResources } from './servedResources.ts';

const workers = 20;
/** For an owner that the server knows and no informer has told of yet. */
const unseenAgain = 5_000;

export const garbageCollector: Controller = {
  name: 'garbage-collector-controller',
  serviceAccount: 'generic-garbage-collector',
  start,
};

async function start({ client, informers, recorder, log }: ControllerContext): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const graph = new Graph();
  const served = stack.use(new ServedResources(informers));
  const owners = new Owners(client, served);
  const collector = new Collector(client, served, owners);
  const toDelete = new WorkQueue();
  const toOrphan = new WorkQueue();
  const report = ({ dependent, reference }: Misplaced): void => {
    const { apiVersion, kind, namespace = '', name, uid } = dependent;
    const owner = `[${reference.apiVersion}/${reference.kind}, namespace: ${namespace}, name: ${reference.name}, uid: ${reference.uid}]`;
    recorder.event(
      { apiVersion, kind, metadata: { namespace, name, uid } },
      'Warning',
      'OwnerRefInvalidNamespace',
      `ownerRef ${owner} does not exist in namespace "${namespace}"`,
    );
  };
  const follow = (consequences: Consequences): void => {
    for (const node of consequences.toDelete) toDelete.add(node.identity.uid);
    for (const node of consequences.toOrphan) toOrphan.add(node.identity.uid);
    for (const misplaced of consequences.misplaced) report(misplaced);
  };
  const present = (object: Stored<KubeObject>): void => follow(graph.upsert(object));
  await served.synced;
  const synced: Promise<void>[] = [];
  stack.use(
    served.follow((resource) => {
      // Events come and go by themselves, are many, and own nothing.
      if (resource === coreEvents) return undefined;
      const informer = informers.for(resource);
      synced.push(informer.synced);
      // What was named as an owner while nothing of its kind was served can be asked about now.
      for (const node of graph.spokenOf(resource)) toDelete.add(node.identity.uid);
      return informer.addHandler({
        added: present,
        updated: present,
        deleted: (object) => {
          owners.markAbsent(identityOf(object));
          follow(graph.remove(object.metadata.uid));
        },
      });
    }),
  );
  // Before everything has been seen, an owner that is there could be taken for one that is not.
  await Promise.all(synced);

  stack.use(
    runWorkers(
      toDelete,
      workers,
      async (uid) => {
        const node = graph.get(uid);
        if (!node) return undefined;
        try {
          const { next = [], unseen = false } = await collector.collect(node);
          for (const each of next) toDelete.add(each.identity.uid);
          return unseen ? { requeueAfter: unseenAgain } : undefined;
        } catch (error) {
          if (!(error instanceof UnresolvableError)) throw error;
          log.info({ object: node.identity, reason: error.message }, 'an object is not collected');
          return undefined;
        }
      },
      log,
    ),
  );
  stack.use(
    runWorkers(
      toOrphan,
      5,
      async (uid) => {
        const node = graph.get(uid);
        if (node?.orphaning) await collector.orphan(node);
      },
      log,
    ),
  );
  return stack.move();
}
