/** The node's heartbeat: a Lease in kube-node-lease, renewed every ten seconds (API concept "Node heartbeats"). */
import type { Lease } from '../api/coordination/v1.ts';
import type { Client } from '../client/client.ts';
import { isAlreadyExists, isConflict, isNotFound } from '../machinery/apiError.ts';
import type { Logger } from '../machinery/log.ts';
import type { Stored } from '../machinery/object.ts';
import { leases } from '../machinery/resources.ts';

const namespace = 'kube-node-lease';
const durationSeconds = 40;
const renewPeriod = 10_000;
const firstRetry = 200;
const longestRetry = 7000;

export interface LeaseOptions {
  readonly client: Client;
  readonly nodeName: string;
  /** UID of the Node object, which owns the Lease. */
  readonly nodeUid: string;
  readonly log: Logger;
}

/** Renews until disposed. */
export function keepLease(options: LeaseOptions): Disposable {
  const { client, nodeName, nodeUid, log } = options;
  const resource = client.resource(leases);
  let held: Stored<Lease> | undefined;
  let retry = firstRetry;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const spec = () => ({
    holderIdentity: nodeName,
    leaseDurationSeconds: durationSeconds,
    renewTime: `${new Date().toISOString().slice(0, -1)}000Z`,
  });

  async function renew(): Promise<void> {
    held ??= await resource.get(nodeName, namespace).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    if (held !== undefined) {
      held = await resource.update({ ...held, spec: { ...held.spec, ...spec() } });
      return;
    }
    held = await resource.create({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: nodeName,
        namespace,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid: nodeUid }],
      },
      spec: spec(),
    });
  }

  async function turn(): Promise<void> {
    let wait = renewPeriod;
    try {
      await renew();
      retry = firstRetry;
    } catch (error) {
      held = undefined;
      wait = retry;
      retry = Math.min(retry * 2, longestRetry);
      // Somebody was quicker, or the namespace is still to come: the next turn sees.
      if (!isConflict(error) && !isAlreadyExists(error) && !isNotFound(error))
        log.warn({ error }, "the node's lease could not be renewed");
    }
    if (!stopped) timer = setTimeout(() => void turn(), wait);
  }
  void turn();
  return {
    [Symbol.dispose]() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
