/**
 * What a StatefulSet does next. In order, one thing at a time: an ordinal is made only when all below it are available,
 * given up only when all that are left are, and remade from the top when the template has changed. With
 * podManagementPolicy Parallel making and giving up do not wait for others; remaking does.
 */
import type { StatefulSet } from '../../api/apps/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isOver, isRunningAndAvailable, isRunningAndReady, isTerminating, revisionOf } from './health.ts';
import { isWantedOrdinal, ordinalOf, replicasOf, startOf } from './identity.ts';

export interface PlanInput {
  readonly set: Stored<StatefulSet>;
  readonly pods: readonly Stored<Pod>[];
  /** Names of ControllerRevisions. */
  readonly currentRevision: string;
  readonly updateRevision: string;
  readonly now: number;
}

export interface Plan {
  readonly create: readonly { ordinal: number; revision: string }[];
  /** Over: replaced by a new one once they are gone. */
  readonly recreate: readonly Stored<Pod>[];
  /** No longer wanted. */
  readonly giveUp: readonly Stored<Pod>[];
  /** Of an earlier template. */
  readonly update: readonly Stored<Pod>[];
}

const nothing: Plan = { create: [], recreate: [], giveUp: [], update: [] };

export function plan(input: PlanInput): Plan {
  const { set, now } = input;
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const isAvailable = (pod: Stored<Pod>): boolean => isRunningAndAvailable(pod, minReadySeconds, now);
  const inOrder = set.spec?.podManagementPolicy !== 'Parallel';
  const { byOrdinal, condemned } = placesOf(input);
  const create: { ordinal: number; revision: string }[] = [];
  const recreate: Stored<Pod>[] = [];
  for (let ordinal = startOf(set); ordinal < startOf(set) + replicasOf(set); ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) create.push({ ordinal, revision: revisionFor(input, ordinal) });
    else if (isOver(pod)) {
      if (!isTerminating(pod)) recreate.push(pod);
    } else if (!isTerminating(pod) && isAvailable(pod)) continue;
    if (inOrder) return { ...nothing, create, recreate };
  }
  if (create.length + recreate.length > 0) return { ...nothing, create, recreate };
  const giveUp = inOrder
    ? nextToGiveUp(condemned, byOrdinal, isAvailable)
    : condemned.filter((pod) => !isTerminating(pod));
  if (giveUp.length > 0 || (inOrder && condemned.length > 0)) return { ...nothing, giveUp };
  return { ...nothing, update: nextToUpdate(input, byOrdinal, isAvailable) };
}

function placesOf({ set, pods }: PlanInput): { byOrdinal: Map<number, Stored<Pod>>; condemned: Stored<Pod>[] } {
  const byOrdinal = new Map<number, Stored<Pod>>();
  const beyond: [ordinal: number, pod: Stored<Pod>][] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod);
    if (ordinal === undefined) continue;
    if (isWantedOrdinal(set, ordinal)) byOrdinal.set(ordinal, pod);
    else beyond.push([ordinal, pod]);
  }
  const condemned = beyond.sort(([a], [b]) => b - a).map(([, pod]) => pod);
  return { byOrdinal, condemned };
}

/** New Pods below the partition are made of the template that was rolled out before. */
function revisionFor({ set, currentRevision, updateRevision }: PlanInput, ordinal: number): string {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return updateRevision;
  const below = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status?.currentReplicas ?? 0);
  return ordinal < startOf(set) + below ? currentRevision : updateRevision;
}

/** The highest; but nothing while another one is not available, unless the highest itself is the lowest that is not. */
function nextToGiveUp(
  condemned: readonly Stored<Pod>[],
  byOrdinal: ReadonlyMap<number, Stored<Pod>>,
  isAvailable: (pod: Stored<Pod>) => boolean,
): Stored<Pod>[] {
  const [highest] = condemned;
  if (!highest || isTerminating(highest)) return [];
  const all = [...byOrdinal.values(), ...condemned.toReversed()];
  const firstUnhealthy = all.find((pod) => !isRunningAndReady(pod) || isTerminating(pod));
  return isAvailable(highest) || firstUnhealthy === highest ? [highest] : [];
}

/** From the top down to the partition, the next once the one before is available again. */
function nextToUpdate(
  { set, updateRevision }: PlanInput,
  byOrdinal: ReadonlyMap<number, Stored<Pod>>,
  isAvailable: (pod: Stored<Pod>) => boolean,
): Stored<Pod>[] {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return [];
  const lowest = startOf(set) + (rollingUpdate?.partition ?? 0);
  for (let ordinal = startOf(set) + replicasOf(set) - 1; ordinal >= lowest; ordinal -= 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) return [];
    if (revisionOf(pod) !== updateRevision && !isTerminating(pod)) return [pod];
    if (isTerminating(pod) || !isAvailable(pod)) return [];
  }
  return [];
}
