/**
 * Keeps Pods to the nodes from which their volumes can be reached, and has claims that wait for their first consumer
 * bound, or their volumes made, on the node that was chosen.
 */
import type { NodeInfo } from '../cache/nodeInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { NodeFilter, Plugin, Rejection } from '../framework.ts';
import { unresolvable } from '../framework.ts';
import type { Claim, Volume } from '../../machinery/volumes.ts';
import { findVolume, isFullyBound, waitsForConsumer } from '../../machinery/volumes.ts';
import type { ClaimPlan, Volumes } from '../volumes.ts';
import { claimNamesOf } from '../podClaims.ts';
import { termPredicate } from './nodeSelector.ts';

const nodeConflict = unresolvable('node(s) had volume node affinity conflict');
const bindConflict = unresolvable("node(s) didn't find available persistent volumes to bind");
const volumeMissing = unresolvable('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
const noProvisioner = 'kubernetes.io/no-provisioner';

interface PodClaims {
  /** Undefined where the volume does not exist. */
  readonly bound: readonly (Volume | undefined)[];
  readonly waiting: readonly Claim[];
}

export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  prepareFilter(pod, { volumes }): NodeFilter | Rejection | undefined {
    const claims = claimsOf(pod, volumes);
    if (!claims || 'reasons' in claims) return claims;
    return { filter: (node) => refusal(claims, node, volumes) };
  },
  reserve(pod, node, { volumes }) {
    const claims = claimsOf(pod, volumes);
    if (!claims || 'reasons' in claims || claims.waiting.length === 0) return undefined;
    const plan = planFor(claims.waiting, node, volumes);
    if (!plan) return undefined;
    volumes.promise(plan, node.name);
    return {
      async beforeBinding(signal) {
        await volumes.bind(plan, node.name, signal);
        // Somebody else may have bound the claim meanwhile, to a volume elsewhere.
        for (const { metadata } of plan.provision) {
          const volume = volumes.volume(volumes.claim(`${pod.namespace}/${metadata.name}`)?.spec?.volumeName ?? '');
          if (volume && !isReachable(volume, node))
            throw new Error(
              `binding volumes: pv "${volume.metadata.name}" node affinity doesn't match node "${node.name}"`,
            );
        }
      },
      release: () => volumes.takeBack(plan),
    };
  },
  events: ['node', 'volume'],
  helps(pod, event) {
    if (event.kind === 'node') return event.changes.has('added') || event.changes.has('labels');
    if (event.kind !== 'volume') return false;
    return event.key === undefined || claimNamesOf(pod).some((name) => `${pod.namespace}/${name}` === event.key);
  },
};

/** Undefined when the Pod has no claims; a Rejection when no node can help. */
function claimsOf(pod: PodInfo, volumes: Volumes): PodClaims | Rejection | undefined {
  const names = claimNamesOf(pod);
  if (names.length === 0) return undefined;
  const bound: (Volume | undefined)[] = [];
  const waiting: Claim[] = [];
  let immediate = false;
  for (const name of names) {
    const claim = volumes.claim(`${pod.namespace}/${name}`);
    if (!claim) return unresolvable(`persistentvolumeclaim "${name}" not found`);
    if (claim.status?.phase === 'Lost') {
      const volume = claim.spec?.volumeName ?? '';
      return unresolvable(`persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${volume}"`);
    }
    if (claim.metadata.deletionTimestamp) return unresolvable(`persistentvolumeclaim "${name}" is being deleted`);
    if (isFullyBound(claim)) bound.push(volumes.volume(claim.spec?.volumeName ?? ''));
    else if (waitsForConsumer(volumes.classOf(claim)) && !claim.spec?.volumeName) waiting.push(claim);
    else immediate = true;
  }
  return immediate ? unresolvable('pod has unbound immediate PersistentVolumeClaims') : { bound, waiting };
}

function refusal({ bound, waiting }: PodClaims, node: NodeInfo, volumes: Volumes): Rejection | undefined {
  for (const volume of bound) {
    if (!volume) return volumeMissing;
    if (!isReachable(volume, node)) return nodeConflict;
  }
  return waiting.length === 0 || planFor(waiting, node, volumes) ? undefined : bindConflict;
}

/** How the claims can be satisfied on the node; undefined when one of them cannot. */
function planFor(waiting: readonly Claim[], node: NodeInfo, volumes: Volumes): ClaimPlan | undefined {
  const take: { claim: Claim; volume: Volume }[] = [];
  const provision: Claim[] = [];
  for (const claim of waiting) {
    const chosen = volumes.nodeOf(claim);
    if (chosen !== undefined && chosen !== node.name) return undefined;
    const taken = new Set(take.map(({ volume }) => volume));
    const volume =
      chosen === undefined
        ? findVolume(claim, volumes.available(claim), {
            suits: (each) => !taken.has(each) && isReachable(each, node),
          })
        : undefined;
    if (volume) take.push({ claim, volume });
    else if (canProvision(claim, volumes)) provision.push(claim);
    else return undefined;
  }
  return { take, provision };
}

function canProvision(claim: Claim, volumes: Volumes): boolean {
  const provisioner = volumes.classOf(claim)?.provisioner ?? '';
  return provisioner !== '' && provisioner !== noProvisioner;
}

function isReachable({ spec }: Volume, node: NodeInfo): boolean {
  const required = spec?.nodeAffinity?.required;
  return !required || required.nodeSelectorTerms.some((term) => termPredicate(term)(node));
}
