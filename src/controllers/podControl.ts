/** Creating and deleting Pods on behalf of an owner, with the events that people see on the owner. */
import type { Pod, PodTemplateSpec } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import { ApiError, isNotFound } from '../machinery/apiError.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { controllerReference } from '../machinery/owner.ts';
import type { Resource } from '../machinery/resource.ts';
import { pods } from '../machinery/resources.ts';

export interface PodControl {
  readonly client: Client;
  readonly recorder: EventRecorder;
}

/** The Pod that a template describes, named after its owner and controlled by it. */
export function podFromTemplate<Owner extends KubeObject>(
  template: PodTemplateSpec | undefined,
  owner: Stored<Owner>,
  resource: Resource<Owner>,
): Pod {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  const { name, namespace } = owner.metadata;
  return {
    metadata: {
      generateName: `${name}-`,
      ...(namespace && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers?.length && { finalizers }),
      ownerReferences: [controllerReference(owner, resource)],
    },
    ...(template?.spec && { spec: template.spec }),
  };
}

/** Rejects with the server's answer after telling it in an event; a namespace that is going away is not worth one. */
export async function createPod(control: PodControl, pod: Pod, owner: KubeObject): Promise<Stored<Pod>> {
  try {
    const created = await control.client.resource(pods).create(pod);
    control.recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
    return created;
  } catch (error) {
    if (!isNamespaceTerminating(error))
      control.recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
    throw error;
  }
}

/** A Pod that is gone already is as good as deleted, but rejects with NotFound so that the caller can tell. */
export async function deletePod(control: PodControl, pod: Stored<Pod>, owner: KubeObject): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  try {
    await control.client.resource(pods).delete(name, namespace, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error))
      control.recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`);
    throw error;
  }
  control.recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
}

/** Nothing can be created in a namespace that is being deleted, and nothing needs to be. */
export const isNamespaceTerminating = (error: unknown): boolean =>
  error instanceof ApiError && (error.details?.causes ?? []).some((cause) => cause.reason === 'NamespaceTerminating');

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
