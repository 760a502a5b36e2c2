/** Writes Pods and claims on behalf of a StatefulSet, each told in an event. */
import type { StatefulSet } from '../../api/apps/v1.ts';
import type { PersistentVolumeClaim, Pod, PodTemplateSpec } from '../../api/core/v1.ts';
import type { Informer } from '../../client/informer.ts';
import { isAlreadyExists, isNotFound } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import { persistentVolumeClaims, pods as podResource } from '../../machinery/resources.ts';
import type { PodControl } from '../podControl.ts';
import { isNamespaceTerminating, messageOf } from '../podControl.ts';
import { claimsOf, missingLabels, podNameOf, podOfOrdinal } from './identity.ts';
import { claimOwners, isStaleClaim } from './retention.ts';

export interface PodActions {
  readonly set: Stored<StatefulSet>;
  readonly control: PodControl;
  readonly claims: Informer<PersistentVolumeClaim>;
}

/** Claims first. False when a claim of an earlier Pod is still on its way out. */
export async function createOrdinal(
  actions: PodActions,
  template: PodTemplateSpec,
  revision: string,
  ordinal: number,
): Promise<boolean> {
  const { set, control, claims } = actions;
  const name = podNameOf(set, ordinal);
  if (claimsOf(set, ordinal).some(({ claim }) => isStaleClaim(claims.get(keyOf(claim)), name))) return false;
  await createMissingClaims(actions, ordinal);
  const pod = podOfOrdinal(set, template, revision, ordinal);
  await tell(actions, 'create', 'Create', `Pod ${name} in StatefulSet ${set.metadata.name}`, () =>
    control.client.resource(podResource).create(pod),
  );
  return true;
}

export async function deleteOrdinal(actions: PodActions, pod: Stored<Pod>): Promise<void> {
  const { set, control } = actions;
  const { name, namespace, uid } = pod.metadata;
  await tell(actions, 'delete', 'Delete', `Pod ${name} in StatefulSet ${set.metadata.name}`, async () => {
    try {
      await control.client.resource(podResource).delete(name, namespace, { preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  });
}

/** Gives the Pod the labels of its identity back. */
export async function restoreIdentity(actions: PodActions, pod: Stored<Pod>, ordinal: number): Promise<void> {
  const { set, control } = actions;
  const labels = missingLabels(set, pod, ordinal);
  if (!labels) return;
  const { name, namespace } = pod.metadata;
  await tell(actions, 'update', 'Update', `Pod ${name} in StatefulSet ${set.metadata.name}`, () =>
    control.client
      .resource(podResource)
      .patch(name, namespace, 'application/merge-patch+json', { metadata: { labels } }),
  );
}

export async function createMissingClaims(actions: PodActions, ordinal: number): Promise<void> {
  const { set, control, claims } = actions;
  for (const { claim } of claimsOf(set, ordinal)) {
    if (claims.get(keyOf(claim))) continue;
    const owners = claimOwners(set, undefined, false, claim);
    const body = { ...claim, metadata: { ...claim.metadata, ...(owners.length > 0 && { ownerReferences: owners }) } };
    const { name: setName } = set.metadata;
    const pod = podNameOf(set, ordinal);
    try {
      await control.client.resource(persistentVolumeClaims).create(body);
      const text = `create Claim ${claim.metadata?.name} Pod ${pod} in StatefulSet ${setName} success`;
      control.recorder.event(set, 'Normal', 'SuccessfulCreate', text);
    } catch (error) {
      if (isAlreadyExists(error)) continue;
      const text = `create Claim ${claim.metadata?.name} for Pod ${pod} in StatefulSet ${setName} failed error: ${messageOf(error)}`;
      control.recorder.event(set, 'Warning', 'FailedCreate', text);
      throw error;
    }
  }
}

/** Makes the claims of a Pod go with whom the policy says. */
export async function settleClaimOwners(
  { set, control, claims }: PodActions,
  pod: Stored<Pod>,
  ordinal: number,
  condemned: boolean,
): Promise<void> {
  for (const { claim } of claimsOf(set, ordinal)) {
    const found = claims.get(keyOf(claim));
    if (!found || found.metadata.deletionTimestamp) continue;
    const ownerReferences = claimOwners(set, pod, condemned, found);
    const before = found.metadata.ownerReferences;
    if (semanticEqual(ownerReferences.map(({ uid }) => uid).sort(), (before ?? []).map(({ uid }) => uid).sort()))
      continue;
    await control.client
      .resource(persistentVolumeClaims)
      .update({ ...found, metadata: { ...found.metadata, ownerReferences } });
  }
}

async function tell(
  { set, control }: PodActions,
  verb: string,
  reason: string,
  what: string,
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run();
    control.recorder.event(set, 'Normal', `Successful${reason}`, `${verb} ${what} successful`);
  } catch (error) {
    if (!isAlreadyExists(error) && !isNamespaceTerminating(error))
      control.recorder.event(set, 'Warning', `Failed${reason}`, `${verb} ${what} failed error: ${messageOf(error)}`);
    throw error;
  }
}
