/** What a Job's podFailurePolicy says of a failed Pod. The first rule that matches decides. */
import type { PodFailurePolicyAction, PodFailurePolicyRule, PodFailurePolicy } from '../../api/batch/v1.ts';
import type { ContainerStatus, Pod, PodCondition } from '../../api/core/v1.ts';

export interface Verdict {
  readonly action: PodFailurePolicyAction | undefined;
  /** Why the whole Job fails. */
  readonly failsJob?: string;
}

/** Without a policy, or when no rule matches, the failure counts. */
export function judge(policy: PodFailurePolicy | undefined, pod: Pod): Verdict {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const { namespace, name } = pod.metadata ?? {};
    const container = matchingContainer(rule, pod);
    const condition = matchingCondition(rule, pod);
    if (!container && !condition) continue;
    const { action } = rule;
    if (action !== 'FailJob') return { action };
    const found = container
      ? `Container ${container.name} for pod ${namespace}/${name} failed with exit code ${container.state?.terminated?.exitCode}`
      : `Pod ${namespace}/${name} has condition ${condition?.type}`;
    return { action, failsJob: `${found} matching ${action} rule at index ${index}` };
  }
  return { action: undefined };
}

export const isIgnored = (policy: PodFailurePolicy | undefined, pod: Pod): boolean =>
  judge(policy, pod).action === 'Ignore';

function matchingContainer({ onExitCodes }: PodFailurePolicyRule, pod: Pod): ContainerStatus | undefined {
  if (!onExitCodes) return undefined;
  const { containerName, operator, values } = onExitCodes;
  const all = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  return all.find(({ name, state }) => {
    const code = state?.terminated?.exitCode ?? 0;
    if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
    return values.includes(code) === (operator === 'In');
  });
}

function matchingCondition({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): PodCondition | undefined {
  if (onExitCodes) return undefined;
  return (pod.status?.conditions ?? []).find((condition) =>
    (onPodConditions ?? []).some(({ type, status }) => type === condition.type && status === condition.status),
  );
}
