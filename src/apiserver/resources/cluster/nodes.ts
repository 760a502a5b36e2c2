/** Nodes. */
import type { Node, Taint } from '../../../api/core/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { complaintsAbout, duplicate, forbiddenField, invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { validateCidr } from '../../../machinery/ip.ts';
import { validateLabelKey } from '../../../machinery/labels.ts';
import { isValidLabelValue } from '../../../machinery/names.ts';
import { getCondition } from '../../../machinery/pod.ts';
import { nodes } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { keepStatus, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

const rolePrefix = 'node-role.kubernetes.io/';

function rolesOf({ metadata }: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata?.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === 'kubernetes.io/role' && value) roles.add(value);
  }
  return [...roles].sort().join(',') || '<none>';
}

function statusOf({ spec, status }: Node): string {
  const ready = getCondition(status?.conditions, 'Ready');
  const state = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return spec?.unschedulable ? `${state},SchedulingDisabled` : state;
}

const addressOf = ({ status }: Node, type: string): string =>
  status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';

function validateTaints(taints: readonly Taint[] | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const pairs = new Set<string>();
  taints?.forEach(({ key, value = '', effect }, i) => {
    const here = at.index(i);
    errors.push(...validateLabelKey(key, here.child('key')));
    const complaints = isValidLabelValue(value);
    if (complaints.length) errors.push(...complaintsAbout(here.child('value'), value, [complaints.join(';')]));
    const pair = `${effect}/${key}`;
    if (pairs.has(pair)) errors.push(duplicate(here, { key, value, effect }));
    pairs.add(pair);
  });
  return errors;
}

function validate({ spec }: Node): FieldError[] {
  const at = path('spec');
  const errors = validateTaints(spec?.taints, at.child('taints'));
  spec?.podCIDRs?.forEach((cidr, i) => errors.push(...validateCidr(cidr, at.child('podCIDRs').index(i))));
  if (spec?.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) {
    errors.push(invalidValue(at.child('podCIDRs').index(0), spec.podCIDRs?.[0] ?? '', 'must be equal to podCIDR'));
  }
  return errors;
}

function validateUpdate(node: Node, old: Node): FieldError[] {
  const errors = validate(node);
  if (old.spec?.podCIDRs?.length && !semanticEqual(node.spec?.podCIDRs, old.spec.podCIDRs)) {
    errors.push(
      forbiddenField(path('spec', 'podCIDRs'), 'node updates may not change podCIDR except from "" to valid'),
    );
  }
  if (old.spec?.providerID && node.spec?.providerID !== old.spec.providerID) {
    errors.push(
      forbiddenField(path('spec', 'providerID'), 'node updates may not change providerID except from "" to valid'),
    );
  }
  return errors;
}

/** podCIDR is the first of podCIDRs; whichever was given sets the other. */
function syncPodCidrs({ spec }: Node): void {
  if (spec?.podCIDR && !spec.podCIDRs?.length) spec.podCIDRs = [spec.podCIDR];
  else if (spec?.podCIDRs?.[0] && !spec.podCIDR) [spec.podCIDR] = spec.podCIDRs;
}

/** What a node can give is all it has, unless it keeps something back. */
function setAllocatable({ status }: Node): void {
  if (status?.capacity && !status.allocatable) status.allocatable = { ...status.capacity };
}

export const nodeRegistration = registration<Node>({
  resource: nodes,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Status', 'string', 'Whether the node takes and runs Pods.'),
      column('Roles', 'string', 'Roles that its labels give it.'),
      ageColumn,
      column('Version', 'string', 'Version of the node agent.'),
      wide('Internal-IP', 'string', 'Address inside the cluster.'),
      wide('External-IP', 'string', 'Address outside the cluster.'),
      wide('OS-Image', 'string', 'Operating system.'),
      wide('Kernel-Version', 'string', 'Kernel.'),
      wide('Container-Runtime', 'string', 'Runtime and its version.'),
    ],
    row(node, now) {
      const info = node.status?.nodeInfo;
      return [
        nameOf(node),
        statusOf(node),
        rolesOf(node),
        ageOf(node, now),
        info?.kubeletVersion ?? '',
        addressOf(node, 'InternalIP'),
        addressOf(node, 'ExternalIP'),
        info?.osImage || '<unknown>',
        info?.kernelVersion || '<unknown>',
        info?.containerRuntimeVersion || '<unknown>',
      ];
    },
  },
  strategy: {
    prepareForCreate(node) {
      syncPodCidrs(node);
      setAllocatable(node);
    },
    prepareForUpdate(node, old) {
      syncPodCidrs(node);
      keepStatus(node, old);
    },
    validate,
    validateUpdate,
    unconditionalUpdate: true,
  },
  selectableFields: ({ spec }) => ({ 'spec.unschedulable': String(spec?.unschedulable ?? false) }),
  subresources: {
    status: statusSubresource<Node>({ prepare: setAllocatable }),
    proxy: {
      kind: 'connect',
      methods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'],
      connector: 'nodeProxy',
    },
  },
});
