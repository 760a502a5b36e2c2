/** Descriptions of volumes, claims, and what provisions them. */
import type { NodeSelectorRequirement, PersistentVolume, PersistentVolumeClaim, Pod } from '../../api/core/v1.ts';
import type { CSINode, StorageClass } from '../../api/storage/v1.ts';
import { formatLabels } from '../../machinery/labels.ts';
import { pods } from '../../machinery/resources.ts';
import { byCodePoint } from '../kube/json.ts';
import type { DescribeContext, Describer } from './contract.ts';
import { dateText, since, trueOrFalse, type Description } from './description.ts';
import {
  accessModes,
  describeClaim,
  describeClaimConditions,
  describeVolumeSource,
  storageClassOf,
} from './volumes.ts';

export const describePersistentVolume: Describer = async (context, to) => {
  const volume = context.as<PersistentVolume>();
  const { metadata, spec, status } = volume;
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Finalizers:\t[${(metadata?.finalizers ?? []).join(' ')}]`);
  to.line(0, `StorageClass:\t${storageClassOf(volume)}`);
  to.line(
    0,
    `Status:\t${metadata?.deletionTimestamp ? `Terminating (lasts ${since(metadata.deletionTimestamp)})` : (status?.phase ?? '')}`,
  );
  to.line(0, `Claim:\t${spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : ''}`);
  to.line(0, `Reclaim Policy:\t${spec?.persistentVolumeReclaimPolicy ?? ''}`);
  to.line(0, `Access Modes:\t${accessModes(spec?.accessModes)}`);
  if (spec?.volumeMode) to.line(0, `VolumeMode:\t${spec.volumeMode}`);
  to.line(0, `Capacity:\t${spec?.capacity?.['storage'] ?? '0'}`);
  nodeAffinity(to, spec?.nodeAffinity?.required?.nodeSelectorTerms);
  to.line(0, `Message:\t${status?.message ?? ''}`);
  to.line(0, 'Source:');
  describeVolumeSource(to, volume);
  await context.writeEvents(to);
};

function nodeAffinity(
  to: Description,
  terms: readonly { readonly matchExpressions?: readonly NodeSelectorRequirement[] }[] | undefined,
): void {
  if (!terms) return to.line(0, 'Node Affinity:\t<none>');
  to.line(0, 'Node Affinity:\t');
  to.line(1, `Required Terms:\t${terms.length === 0 ? '<none>' : ''}`);
  terms.forEach(({ matchExpressions = [] }, i) =>
    requirements(
      to,
      2,
      `Term ${i}`,
      matchExpressions.map(
        ({ key, operator, values = [] }) =>
          `${key} ${operator.toLowerCase()}${values.length > 0 ? ` [${values.join(', ')}]` : ''}`,
      ),
    ),
  );
}

function requirements(to: Description, level: number, title: string, texts: readonly string[]): void {
  if (texts.length === 0) return to.line(level, `${title}:\t<none>`);
  texts.forEach((text, i) => to.line(level, `${i === 0 ? `${title}:` : ''}\t${text}`));
}

export const describePersistentVolumeClaim: Describer = async (context, to) => {
  const claim = context.as<PersistentVolumeClaim>();
  const users = await podsUsing(context, claim);
  describeClaim(to, claim, true);
  to.entries('Used By', users.map((p) => p.metadata?.name ?? '').sort(byCodePoint));
  describeClaimConditions(to, claim);
  await context.writeEvents(to);
};

async function podsUsing(context: DescribeContext, { metadata }: PersistentVolumeClaim): Promise<readonly Pod[]> {
  const all = await context.list(pods, context.namespace);
  const owners = new Set((metadata?.ownerReferences ?? []).filter((o) => o.kind === 'Pod').map((o) => o.uid));
  return all.filter(
    (pod) =>
      pod.spec?.volumes?.some((v) => v.persistentVolumeClaim?.claimName === metadata?.name) ||
      owners.has(pod.metadata?.uid ?? ''),
  );
}

const defaultAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export const describeStorageClass: Describer = async (context, to) => {
  const { metadata, ...storageClass } = context.as<StorageClass>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.line(
    0,
    `IsDefaultClass:\t${defaultAnnotations.some((a) => metadata?.annotations?.[a] === 'true') ? 'Yes' : 'No'}`,
  );
  to.line(0, `Annotations:\t${formatLabels(metadata?.annotations)}`);
  to.line(0, `Provisioner:\t${storageClass.provisioner}`);
  to.line(0, `Parameters:\t${formatLabels(storageClass.parameters)}`);
  const { allowVolumeExpansion, mountOptions = [], reclaimPolicy, volumeBindingMode, allowedTopologies } = storageClass;
  to.line(
    0,
    `AllowVolumeExpansion:\t${allowVolumeExpansion === undefined ? '<unset>' : trueOrFalse(allowVolumeExpansion)}`,
  );
  to.line(0, `MountOptions:${mountOptions.length === 0 ? '\t<none>' : ''}`);
  for (const option of mountOptions) to.line(1, option);
  if (reclaimPolicy) to.line(0, `ReclaimPolicy:\t${reclaimPolicy}`);
  if (volumeBindingMode) to.line(0, `VolumeBindingMode:\t${volumeBindingMode}`);
  if (allowedTopologies) {
    to.line(0, `AllowedTopologies:\t${allowedTopologies.length === 0 ? '<none>' : ''}`);
    allowedTopologies.forEach(({ matchLabelExpressions = [] }, i) =>
      requirements(
        to,
        1,
        `Term ${i}`,
        matchLabelExpressions.map(
          ({ key, values }) => `${key} in${values.length > 0 ? ` [${values.join(', ')}]` : ''}`,
        ),
      ),
    );
  }
  await context.writeEvents(to);
};

export const describeCSINode: Describer = async (context, to) => {
  const { metadata, spec } = context.as<CSINode>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `CreationTimestamp:\t${dateText(metadata?.creationTimestamp)}`);
  to.line(0, 'Spec:');
  if (spec?.drivers) to.line(1, 'Drivers:');
  for (const driver of spec?.drivers ?? []) {
    to.line(2, `${driver.name}:`);
    to.line(3, `Node ID:\t${driver.nodeID}`);
    if (driver.allocatable?.count !== undefined) {
      to.line(3, 'Allocatables:');
      to.line(4, `Count:\t${driver.allocatable.count}`);
    }
    if (driver.topologyKeys) to.line(3, `Topology Keys:\t[${driver.topologyKeys.join(' ')}]`);
  }
  await context.writeEvents(to);
};
