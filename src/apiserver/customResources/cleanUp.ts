/** The end of a CustomResourceDefinition: its objects go first (upstream's finalizing controller). */
import type { CustomResourceDefinition } from '../../api/apiextensions/v1.ts';
import type { Client } from '../../client/client.ts';
import type { ReconcileResult } from '../../client/runWorkers.ts';
import { isConflict, isNotFound } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Stored } from '../../machinery/object.ts';
import { customResourceDefinitions } from '../../machinery/resources.ts';
import { emptyStatus, withCondition } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { resourceOf } from './customResource.ts';
import { cleanUpFinalizer } from './definition/registration.ts';
import { isTrue } from './definition/validation.ts';

/** Objects may wait for finalizers of their own: looked at again after this long. */
const againAfter = 1000;

const terminating = (status: 'True' | 'False', reason: string, message: string): Condition => ({
  type: 'Terminating',
  status,
  reason,
  message,
});

const inProgress = terminating('True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress');
const completed = terminating('False', 'InstanceDeletionCompleted', 'removed all instances');
const never = terminating('False', 'NeverEstablished', 'resource was never established');

export async function cleanUp(client: Client, definition: Stored<CustomResourceDefinition>): Promise<ReconcileResult> {
  if (!definition.metadata.finalizers?.includes(cleanUpFinalizer)) return undefined;
  if (!isTrue(definition, 'Established')) return release(client, definition, never);
  const told = await tell(client, definition, inProgress);
  if (!told) return undefined;
  const { versions } = definition.spec;
  const version = versions.find(({ served }) => served) ?? versions.find(({ storage }) => storage);
  const resource = client.resource(resourceOf(definition, version?.name ?? ''));
  const { items } = await resource.list();
  for (const namespace of new Set(items.map(({ metadata }) => metadata.namespace)))
    await resource.deleteCollection(namespace);
  if ((await resource.list()).items.length > 0) return { requeueAfter: againAfter };
  return release(client, told, completed);
}

/** The definition with the condition; undefined when it has changed or gone in the meantime, which its watcher tells. */
async function tell(
  client: Client,
  definition: Stored<CustomResourceDefinition>,
  condition: Condition,
): Promise<Stored<CustomResourceDefinition> | undefined> {
  const status = withCondition(definition.status ?? emptyStatus(), condition);
  if (semanticEqual(status, definition.status)) return definition;
  return unlessChanged(client.resource(customResourceDefinitions).updateStatus({ ...definition, status }));
}

/** By way of the status, as upstream: a definition that would no longer be accepted can go all the same. */
async function release(
  client: Client,
  definition: Stored<CustomResourceDefinition>,
  last: Condition,
): Promise<undefined> {
  const finalizers = (definition.metadata.finalizers ?? []).filter((each) => each !== cleanUpFinalizer);
  const status = withCondition(definition.status ?? emptyStatus(), last);
  const released = { ...definition, status, metadata: { ...definition.metadata, finalizers } };
  await unlessChanged(client.resource(customResourceDefinitions).updateStatus(released));
}

async function unlessChanged<T>(writing: Promise<T>): Promise<T | undefined> {
  try {
    return await writing;
  } catch (error) {
    if (isConflict(error) || isNotFound(error)) return undefined;
    throw error;
  }
}
