/** A claim with access mode ReadWriteOncePod is one Pod's alone. */
import type { NodeFilter, Plugin, SchedulingContext } from '../framework.ts';
import { rejected, unresolvable } from '../framework.ts';
import type { NodeInfo } from '../cache/nodeInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import { claimNamesOf } from '../podClaims.ts';

const taken = rejected('node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode');

export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  prepareFilter(pod, { snapshot, volumes }: SchedulingContext) {
    const exclusive = new Set<string>();
    for (const name of claimNamesOf(pod)) {
      const claim = volumes.claim(`${pod.namespace}/${name}`);
      if (!claim) return unresolvable(`persistentvolumeclaim "${name}" not found`);
      if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) exclusive.add(name);
    }
    if (exclusive.size === 0) return undefined;
    const shares = (other: PodInfo): boolean =>
      other.namespace === pod.namespace && other.key !== pod.key && claimNamesOf(other).some((n) => exclusive.has(n));
    const count = (node: NodeInfo): number => [...node.pods.values()].filter(shares).length;
    // The claim may be in use on any node; preemption asks what would be without those Pods.
    let users = snapshot.nodes.reduce((sum, node) => sum + count(node), 0);
    return {
      filter: () => (users > 0 ? taken : undefined),
      podAdded: (other) => void (users += shares(other) ? 1 : 0),
      podRemoved: (other) => void (users -= shares(other) ? 1 : 0),
    } satisfies NodeFilter;
  },
  events: ['podDeleted', 'volume'],
  helps(pod, event) {
    const names = claimNamesOf(pod);
    if (event.kind === 'volume')
      return event.key === undefined || names.includes(event.key.slice(event.key.indexOf('/') + 1));
    return event.kind === 'podDeleted' && claimNamesOf(event.pod).some((name) => names.includes(name));
  },
};
