/** What in a list needs somebody: judged by the state that kubectl would print, and by how long it has lasted. */
import type { Node, PersistentVolumeClaim, Pod } from '../../api/core/v1.ts';
import type { Deployment, DaemonSet, StatefulSet } from '../../api/apps/v1.ts';
import type { Job } from '../../api/batch/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Row } from '../client/collection.ts';
import { textOf } from './cells.ts';
import { nodeStatus } from './nodes.ts';
import { toneOf, type Tone } from './tone.ts';

export interface Trouble {
  /** As the address names it. */
  readonly kind: string;
  readonly kindName: string;
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly state: string;
  readonly tone: Tone;
  readonly detail: string;
}

type Finding = Pick<Trouble, 'state' | 'tone' | 'detail'>;
type Judge = (object: KubeObject, row: Row, statusCell: string, now: number) => Finding | undefined;

/** What is under way for less than this is no trouble yet. */
const patienceMilliseconds = 30_000;

const young = ({ metadata }: KubeObject, now: number): boolean =>
  now - Date.parse(metadata?.creationTimestamp ?? '') < patienceMilliseconds;

const judges: Readonly<Record<string, Judge>> = {
  pods: (object, _row, status, now) => {
    const pod: Pod = object;
    const tone = toneOf(status);
    if (tone === 'bad') return { state: status, tone, detail: podDetail(pod) };
    if (pod.metadata?.deletionTimestamp || tone === 'off' || young(pod, now)) return undefined;
    if (status === 'Running') {
      const ready = getCondition(pod.status?.conditions, 'Ready');
      if (ready?.status === 'True' || now - Date.parse(ready?.lastTransitionTime ?? '') < patienceMilliseconds)
        return undefined;
      return { state: 'Not ready', tone: 'warn', detail: ready?.message ?? '' };
    }
    return { state: status, tone: 'warn', detail: podDetail(pod) };
  },
  'deployments.apps': (object, _row, _status, now) => {
    const { spec, status, metadata }: Deployment = object;
    const failure = status?.conditions?.find(
      (c) => (c.type === 'ReplicaFailure' && c.status === 'True') || (c.type === 'Progressing' && c.status === 'False'),
    );
    if (failure) return { state: failure.reason ?? failure.type, tone: 'bad', detail: failure.message ?? '' };
    return short(status?.availableReplicas ?? 0, spec?.replicas ?? 1, young({ metadata: metadata ?? {} }, now));
  },
  'statefulsets.apps': (object, _row, _status, now) => {
    const { spec, status }: StatefulSet = object;
    return short(status?.readyReplicas ?? 0, spec?.replicas ?? 1, young(object, now));
  },
  'daemonsets.apps': (object, _row, _status, now) => {
    const { status }: DaemonSet = object;
    return short(status?.numberReady ?? 0, status?.desiredNumberScheduled ?? 0, young(object, now));
  },
  'jobs.batch': (object) => {
    const { status }: Job = object;
    const failed = status?.conditions?.find((c) => c.type === 'Failed' && c.status === 'True');
    return failed && { state: 'Failed', tone: 'bad', detail: `${failed.reason ?? ''}: ${failed.message ?? ''}` };
  },
  persistentvolumeclaims: (object, _row, _status, now) => {
    const { status }: PersistentVolumeClaim = object;
    if (status?.phase === 'Lost') return { state: 'Lost', tone: 'bad', detail: 'its volume is gone' };
    return status?.phase === 'Pending' && !young(object, now)
      ? { state: 'Pending', tone: 'warn', detail: 'no volume is bound to it yet' }
      : undefined;
  },
  nodes: (object) => {
    const node: Node = object;
    const status = nodeStatus(node);
    if (!status.startsWith('Ready')) {
      return { state: status, tone: 'bad', detail: getCondition(node.status?.conditions, 'Ready')?.message ?? '' };
    }
    const pressure = node.status?.conditions?.find((c) => c.type !== 'Ready' && c.status === 'True');
    return pressure && { state: pressure.type, tone: 'bad', detail: pressure.message ?? '' };
  },
};

function short(have: number, want: number, isYoung: boolean): Finding | undefined {
  if (have >= want || isYoung) return undefined;
  return { state: `${have} of ${want} ready`, tone: have === 0 ? 'bad' : 'warn', detail: '' };
}

/** The first words that say why. */
function podDetail({ status }: Pod): string {
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  for (const { name, state, lastState } of states) {
    if (state?.waiting?.message) return `${name}: ${state.waiting.message}`;
    const ended = state?.terminated ?? lastState?.terminated;
    if (ended && ended.exitCode !== 0)
      return `${name}: ${ended.message?.trim() || `${ended.reason ?? 'ended'}, exit code ${ended.exitCode}`}`;
  }
  const unmet = status?.conditions?.find((c) => c.status === 'False' && c.message);
  return status?.message ?? unmet?.message ?? '';
}

interface Judged {
  readonly rows: readonly Row[];
  readonly columns: readonly { readonly name: string }[];
}

/** Those of a list, the worst first. */
export function troubles(kind: string, kindName: string, { rows, columns }: Judged, now = Date.now()): Trouble[] {
  const judge = judges[kind];
  if (!judge) return [];
  const statusAt = columns.findIndex((c) => c.name === 'Status');
  const found: Trouble[] = [];
  for (const row of rows) {
    const finding = judge(row.object, row, textOf(row.cells[statusAt]), now);
    if (!finding) continue;
    const { namespace = '', name = '' } = row.object.metadata ?? {};
    found.push({ kind, kindName, key: row.key, namespace, name, ...finding });
  }
  return found.sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}
