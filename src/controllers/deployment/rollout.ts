/** One look at a Deployment: what is there, and the writes that every strategy needs. */
import type { Deployment, DeploymentStatus } from '../../api/apps/v1.ts';
import type { Client } from '../../client/client.ts';
import type { EventRecorder } from '../../client/eventRecorder.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Stored } from '../../machinery/object.ts';
import { deployments, replicaSets } from '../../machinery/resources.ts';
import { sameStatus } from '../sameStatus.ts';
import { sizeAnnotations } from './annotations.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { replicasOf } from './replicaSetLists.ts';

export class Rollout {
  /** As last written. */
  deployment: Stored<Deployment>;
  /** All of them, as last written; what this look created is among them. */
  sets: StoredSet[];
  readonly client: Client;
  readonly recorder: EventRecorder;
  /** Milliseconds since 1970. */
  readonly now = Date.now();

  constructor(deployment: Stored<Deployment>, sets: readonly StoredSet[], client: Client, recorder: EventRecorder) {
    this.deployment = deployment;
    this.sets = [...sets];
    this.client = client;
    this.recorder = recorder;
  }

  /** Writes status, and annotations where given, when they differ. */
  async updateStatus(status: DeploymentStatus, annotations?: Readonly<Record<string, string>>): Promise<void> {
    const { metadata } = this.deployment;
    const next = {
      ...this.deployment,
      status,
      metadata: annotations ? { ...metadata, annotations: { ...metadata.annotations, ...annotations } } : metadata,
    };
    if (sameStatus(status, this.deployment.status) && semanticEqual(next.metadata, metadata)) return;
    this.deployment = await this.client.resource(deployments).updateStatus(next);
  }

  /** Sets the size of a ReplicaSet and tells it on the Deployment. Answers whether the size changed. */
  async scale(set: StoredSet, replicas: number): Promise<boolean> {
    const before = replicasOf(set);
    const annotations = { ...set.metadata.annotations, ...sizeAnnotations(this.deployment) };
    const resized = before !== replicas;
    if (!resized && semanticEqual(annotations, set.metadata.annotations)) return false;
    const { spec } = set;
    if (!spec) return false;
    await this.updateSet({ ...set, metadata: { ...set.metadata, annotations }, spec: { ...spec, replicas } });
    if (resized) {
      const direction = replicas > before ? 'up' : 'down';
      this.recorder.event(
        this.deployment,
        'Normal',
        'ScalingReplicaSet',
        `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`,
      );
    }
    return resized;
  }

  async updateSet(set: StoredSet): Promise<StoredSet> {
    const updated = await this.client.resource(replicaSets).update(set);
    this.sets = this.sets.map((each) => (each.metadata.uid === updated.metadata.uid ? updated : each));
    return updated;
  }
}
