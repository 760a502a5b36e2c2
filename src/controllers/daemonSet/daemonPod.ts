/** The Pod of a DaemonSet for one node, and on which nodes there should be one. */
import type { DaemonSet } from '../../api/apps/v1.ts';
import type { Affinity, Node, Pod, PodSpec, Toleration } from '../../api/core/v1.ts';
import { demandedNames, demandedNodes } from '../../machinery/nodeSelector.ts';
import type { Stored } from '../../machinery/object.ts';
import { daemonSets } from '../../machinery/resources.ts';
import { taintKeys, tolerates, untolerated } from '../../machinery/taints.ts';
import { podFromTemplate } from '../podControl.ts';
import { revisionLabel } from '../revisions.ts';

/** Its Pods stay on nodes that are not well: they are there for the node's sake. */
function daemonTolerations(spec: PodSpec | undefined): Toleration[] {
  const always = (key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({ key, operator: 'Exists', effect });
  return [
    always(taintKeys.notReady, 'NoExecute'),
    always(taintKeys.unreachable, 'NoExecute'),
    always(taintKeys.diskPressure, 'NoSchedule'),
    always(taintKeys.memoryPressure, 'NoSchedule'),
    always(taintKeys.pidPressure, 'NoSchedule'),
    always(taintKeys.unschedulable, 'NoSchedule'),
    ...(spec?.hostNetwork ? [always(taintKeys.networkUnavailable, 'NoSchedule')] : []),
  ];
}

function allTolerations(spec: PodSpec | undefined): Toleration[] {
  const added = daemonTolerations(spec);
  const isReplaced = (own: Toleration): boolean =>
    added.some(
      ({ key, effect, operator }) =>
        own.key === key && own.effect === effect && own.operator === operator && !own.value,
    );
  return [...(spec?.tolerations ?? []).filter((own) => !isReplaced(own)), ...added];
}

/** Bound to the node by affinity to its name, so that the scheduler still checks what else it needs. */
export function podForNode(set: Stored<DaemonSet>, hash: string, node: string): Pod {
  const pod = podFromTemplate(set.spec?.template, set, daemonSets);
  const { spec } = pod;
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: { ...pod.metadata?.labels, [revisionLabel]: hash } },
    ...(spec && { spec: { ...spec, affinity: affinityTo(node, spec.affinity), tolerations: allTolerations(spec) } }),
  };
}

function affinityTo(node: string, affinity: Affinity | undefined): Affinity {
  const matchFields = [{ key: 'metadata.name', operator: 'In' as const, values: [node] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

/** The node that the Pod runs on or is meant for; undefined when it is meant for none. */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const names = demandedNames(pod.spec);
  const [name] = names ?? [];
  return names?.size === 1 ? name : undefined;
}

export interface Fit {
  /** A Pod should be made there. */
  readonly shouldRun: boolean;
  /** One that is there may stay. */
  readonly mayStay: boolean;
}

export function fitOf(set: DaemonSet, node: Stored<Node>): Fit {
  const spec = set.spec?.template.spec;
  const { name, labels = {} } = node.metadata;
  const isDemanded = demandedNodes(spec)?.({ name, labels }) ?? true;
  if ((spec?.nodeName && spec.nodeName !== name) || !isDemanded) return { shouldRun: false, mayStay: false };
  const tolerations = allTolerations(spec);
  const taints = node.spec?.taints ?? [];
  const keepsOut = taints.filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  if (!untolerated(keepsOut, tolerations)) return { shouldRun: true, mayStay: true };
  const expelled = keepsOut.some(
    (taint) => taint.effect === 'NoExecute' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
  return { shouldRun: false, mayStay: !expelled };
}
