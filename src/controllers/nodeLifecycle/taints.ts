/** Which taints a node's conditions ask for. */
import type { Node, Taint } from '../../api/core/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import { sameTaint, taintKeys } from '../../machinery/taints.ts';
import { formatTime } from '../../machinery/time.ts';
import { readiness } from './health.ts';

const pressures: Readonly<Record<string, string>> = {
  MemoryPressure: taintKeys.memoryPressure,
  DiskPressure: taintKeys.diskPressure,
  PIDPressure: taintKeys.pidPressure,
  NetworkUnavailable: taintKeys.networkUnavailable,
};

const noSchedule = (key: string): Taint => ({ key, effect: 'NoSchedule' });
const noExecute = (key: string): Taint => ({ key, effect: 'NoExecute' });

/** All that this controller may put on a node or take off it. */
const managed: readonly Taint[] = [
  ...Object.values(taintKeys).map(noSchedule),
  noExecute(taintKeys.notReady),
  noExecute(taintKeys.unreachable),
];

/** `evicts`: whether a node that is not ready may lose its Pods now. */
export function wantedTaints(node: Node, evicts: boolean): Taint[] {
  const taints: Taint[] = [];
  const ready = readiness(node);
  const lost = ready === 'False' ? taintKeys.notReady : ready === 'Unknown' ? taintKeys.unreachable : undefined;
  if (lost) taints.push(noSchedule(lost));
  for (const [type, key] of Object.entries(pressures)) {
    if (getCondition(node.status?.conditions, type)?.status === 'True') taints.push(noSchedule(key));
  }
  if (node.spec?.unschedulable) taints.push(noSchedule(taintKeys.unschedulable));
  if (lost && evicts) taints.push(noExecute(lost));
  return taints;
}

/** The node's taints with the managed ones as wanted; undefined when nothing changes. */
export function changedTaints(node: Node, wanted: readonly Taint[], now: number): Taint[] | undefined {
  const old = node.spec?.taints ?? [];
  const missing = wanted.filter((taint) => !old.some((each) => sameTaint(each, taint)));
  const kept = old.filter(
    (taint) => !managed.some((each) => sameTaint(each, taint)) || wanted.some((each) => sameTaint(each, taint)),
  );
  if (missing.length === 0 && kept.length === old.length) return undefined;
  return [...missing.map((taint) => ({ ...taint, timeAdded: formatTime(now) })), ...kept];
}

export const evicting = (node: Node): boolean =>
  (node.spec?.taints ?? []).some(
    ({ key, effect }) => effect === 'NoExecute' && (key === taintKeys.notReady || key === taintKeys.unreachable),
  );
