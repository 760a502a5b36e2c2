/** The conditions that the node agent owns, in upstream's order and words; those of others are carried along. Pure. */
import type { ContainerStatus, PodCondition, PodPhase, PodStatus } from '../../api/core/v1.ts';
import { sandboxState } from './actions.ts';
import type { NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';
import type { RuntimePod } from './runtimePod.ts';
import { timeText } from './timeText.ts';

/** How far a resize is; absent when there is nothing to tell. */
export interface ResizeProgress {
  /** Why it waits: Deferred or Infeasible. */
  readonly pending?: { readonly reason: string; readonly message: string } | undefined;
  /** It is being carried out; with what went wrong when that was tried. */
  readonly inProgress?: { readonly error?: string | undefined } | undefined;
}

export interface ConditionInput {
  readonly pod: NodePod;
  readonly runtime: RuntimePod;
  readonly previous: PodStatus;
  readonly phase: PodPhase;
  /** In the order of the spec. */
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  /** Why the node takes the Pod away. */
  readonly disruption?: string | undefined;
  readonly resize?: ResizeProgress | undefined;
  readonly now: number;
}

interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

const yes: Verdict = { status: 'True' };

export const resizeConditions = ['PodResizePending', 'PodResizeInProgress'] as const;

const ownedConditions = [
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
] as const;

export function podConditions(input: ConditionInput): PodCondition[] {
  const before = new Map((input.previous.conditions ?? []).map((c) => [c.type, c]));
  const foreign = (input.previous.conditions ?? []).filter(
    (c) => ![...resizeConditions, ...ownedConditions].some((type) => type === c.type),
  );
  if (input.disruption !== undefined && !foreign.some((c) => c.type === 'DisruptionTarget'))
    foreign.push({
      type: 'DisruptionTarget',
      status: 'True',
      lastTransitionTime: timeText(input.now),
      reason: 'TerminationByKubelet',
      message: input.disruption,
    });
  const containersReady = containersReadyOf(input);
  const verdicts: Readonly<Record<(typeof ownedConditions)[number], Verdict>> = {
    PodReadyToStartContainers: sandboxState(input.pod, input.runtime).changed ? { status: 'False' } : yes,
    Initialized: initializedOf(input),
    Ready: containersReady.status === 'True' ? readinessGatesOf(input) : containersReady,
    ContainersReady: containersReady,
    PodScheduled: yes,
  };
  const conditionOf = (type: string, { status, reason, message }: Verdict): PodCondition => {
    const old = before.get(type);
    const since = old?.status === status ? old.lastTransitionTime : undefined;
    return {
      type,
      status,
      lastTransitionTime: since ?? timeText(input.now),
      ...(reason && { reason }),
      ...(message && { message }),
    };
  };
  return [
    ...foreign,
    ...resizeVerdicts(input.resize).map(([type, verdict]) => conditionOf(type, verdict)),
    ...ownedConditions.map((type) => conditionOf(type, verdicts[type])),
  ];
}

function resizeVerdicts({ pending, inProgress }: ResizeProgress = {}): [string, Verdict][] {
  const error = inProgress?.error;
  return [
    ...(pending ? [['PodResizePending', { ...yes, ...pending }] satisfies [string, Verdict]] : []),
    ...(inProgress
      ? [
          [
            'PodResizeInProgress',
            { ...yes, ...(error !== undefined && { reason: 'Error', message: error }) },
          ] satisfies [string, Verdict],
        ]
      : []),
  ];
}

/** Names as Go prints a list of strings. */
const names = (list: readonly { name: string }[]): string => `[${list.map((c) => c.name).join(' ')}]`;

function containersReadyOf({ pod, phase, init, regular }: ConditionInput): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const sidecars = init.filter((_, i) => isSidecar(pod.spec.initContainers?.[i] ?? { name: '' }));
  const byName = new Map(regular.map((s) => [s.name, s]));
  const inOrder = pod.spec.containers.map((c) => byName.get(c.name)).filter((s) => s !== undefined);
  const unready = [...sidecars, ...inOrder].filter((s) => !s.ready);
  if (unready.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: ${names(unready)}`,
  };
}

function readinessGatesOf({ pod, previous }: ConditionInput): Verdict {
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = previous.conditions?.find((c) => c.type === conditionType);
    if (condition === undefined)
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (condition.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length === 0
    ? yes
    : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

function initializedOf({ pod, phase, init, regular }: ConditionInput): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (regular.some((s) => s.started || s.state?.running || s.state?.terminated || s.lastState?.terminated)) return yes;
  const incomplete = init.filter((s, i) =>
    isSidecar(pod.spec.initContainers?.[i] ?? { name: '' }) ? !s.started : !s.ready,
  );
  if (incomplete.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: ${names(incomplete)}`,
  };
}
