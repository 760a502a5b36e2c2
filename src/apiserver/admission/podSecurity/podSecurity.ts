/**
 * The Pod Security Standards, as the labels of a namespace ask for them: Pods are refused (enforce), and Pods and Pod
 * templates are warned of (warn). There is no audit log that `audit` could write to.
 */
import type { Namespace, Pod, PodTemplateSpec } from '../../../api/core/v1.ts';
import { invalid } from '../../../machinery/apiError.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import type { Resource } from '../../../machinery/resource.ts';
import {
  cronJobs,
  daemonSets,
  deployments,
  jobs,
  namespaces,
  pods,
  podTemplates,
  replicaSets,
  replicationControllers,
  statefulSets,
} from '../../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../registration.ts';
import { refuse } from '../refuse.ts';
import { evaluate } from './evaluate.ts';
import { policyOf, policyText, validatePolicyLabels } from './policy.ts';
import type { Policy } from './policy.ts';

const templated: ReadonlySet<Resource> = new Set<Resource>([
  cronJobs,
  daemonSets,
  deployments,
  jobs,
  podTemplates,
  replicaSets,
  replicationControllers,
  statefulSets,
]);

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') &&
    (subresource ? resource === pods && subresource === 'ephemeralcontainers' : isLookedAt(resource)),
  async validate(request) {
    if (request.resource === namespaces) return lookAtNamespace(request);
    const { labels } = await namespaceOf(request);
    const enforced = policyOf(labels, 'enforce');
    const warned = policyOf(labels, 'warn');
    if (request.resource === pods) {
      const pod = request.object as Pod;
      if (request.operation === 'UPDATE' && !mayMatter(pod, request.old)) return undefined;
      const violation = evaluate(enforced.level, pod);
      if (violation !== undefined)
        throw refuse(request, `violates PodSecurity "${policyText(enforced)}": ${violation}`);
    }
    const template = templateOf(request);
    const warning = template && evaluate(warned.level, template);
    if (warning) request.context.warn(`would violate PodSecurity "${policyText(warned)}": ${warning}`);
    return undefined;
  },
};

const isLookedAt = (resource: Resource): boolean =>
  resource === pods || resource === namespaces || templated.has(resource);

async function namespaceOf({
  context,
  namespace = '',
}: AdmissionRequest): Promise<{ labels?: Record<string, string> }> {
  return (await context.client.resource(namespaces).get(namespace)).metadata;
}

/** Of what can change in a Pod only images and ephemeral containers make a new judgement necessary. */
function mayMatter({ spec }: Pod, old: Pod | undefined): boolean {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).some(
    (list) => !semanticEqual(spec?.[list], old?.spec?.[list]),
  );
}

interface Templated {
  spec?: { template?: PodTemplateSpec; jobTemplate?: { spec?: { template?: PodTemplateSpec } } };
  template?: PodTemplateSpec;
}

function templateOf({ resource, object }: AdmissionRequest): PodTemplateSpec | undefined {
  if (resource === pods) return object;
  const { spec, template } = (object ?? {}) as Templated;
  return template ?? spec?.template ?? spec?.jobTemplate?.spec?.template;
}

/** Labels must be readable; and who tightens a namespace learns which Pods would no longer get in. */
async function lookAtNamespace(request: AdmissionRequest): Promise<void> {
  const namespace = request.object as Namespace;
  const labels = namespace.metadata?.labels;
  const before = request.old?.metadata?.labels;
  const errors = validatePolicyLabels(labels);
  if (errors.length > 0 && !semanticEqual(errors, validatePolicyLabels(before)))
    throw invalid({ group: '', kind: 'Namespace' }, request.name, errors);
  const policy = policyOf(labels, 'enforce');
  if (
    request.operation === 'UPDATE' &&
    policy.level !== 'privileged' &&
    !semanticEqual(policy, policyOf(before, 'enforce'))
  )
    await warnOfPods(request, policy);
}

async function warnOfPods({ context, name }: AdmissionRequest, policy: Policy): Promise<void> {
  const { items } = await context.client.resource(pods).list(name);
  const byViolation = Map.groupBy(items, (pod) => evaluate(policy.level, pod));
  byViolation.delete(undefined);
  if (byViolation.size === 0) return;
  context.warn(
    `existing pods in namespace "${name}" violate the new PodSecurity enforce level "${policyText(policy)}"`,
  );
  const lines = [...byViolation].map(([violation, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
    return `${first?.metadata.name}${more}: ${violation}`;
  });
  for (const line of lines.sort()) context.warn(line);
}
