/** Descriptions of Pods, and of the templates of Pods in what makes them. */
import type { Container, Pod, PodTemplateSpec, Toleration, TopologySpreadConstraint } from '../../api/core/v1.ts';
import { formatLabelSelector } from '../../machinery/labels.ts';
import { mirrorAnnotation, qosClassOf } from '../../machinery/pod.ts';
import { byCodePoint } from '../kube/json.ts';
import { describeContainers, describeResources } from './containers.ts';
import { controllerOf, type Describer } from './contract.ts';
import { dateText, since, type Description } from './description.ts';
import { describeVolumes } from './volumes.ts';

export const describePod: Describer = async (context, to) => {
  const pod = context.as<Pod>();
  const { metadata, spec, status } = pod;
  to.name(metadata);
  if (spec?.priority !== undefined) to.line(0, `Priority:\t${spec.priority}`);
  if (spec?.priorityClassName) to.line(0, `Priority Class Name:\t${spec.priorityClassName}`);
  if (spec?.runtimeClassName) to.line(0, `Runtime Class Name:\t${spec.runtimeClassName}`);
  if (spec?.serviceAccountName) to.line(0, `Service Account:\t${spec.serviceAccountName}`);
  to.line(0, `Node:\t${spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'}`);
  if (status?.startTime) to.line(0, `Start Time:\t${dateText(status.startTime)}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  if (metadata?.deletionTimestamp && status?.phase !== 'Failed' && status?.phase !== 'Succeeded') {
    to.line(0, `Status:\tTerminating (lasts ${since(metadata.deletionTimestamp)})`);
    to.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else to.line(0, `Status:\t${status?.phase ?? ''}`);
  if (status?.reason) to.line(0, `Reason:\t${status.reason}`);
  if (status?.message) to.line(0, `Message:\t${status.message}`);
  const seccomp = spec?.securityContext?.seccompProfile;
  if (seccomp) to.line(0, `SeccompProfile:\t${seccomp.type}`);
  if (seccomp?.type === 'Localhost') to.line(0, `LocalhostProfile:\t${seccomp.localhostProfile ?? ''}`);
  to.line(0, `IP:\t${status?.podIP ?? ''}`);
  const addresses = status?.podIPs ?? [];
  to.line(0, `IPs:${addresses.length === 0 ? '\t<none>' : ''}`);
  for (const { ip } of addresses) to.line(1, `IP:\t${ip}`);
  const owner = controllerOf(pod);
  if (owner) to.line(0, `Controlled By:\t${owner}`);
  if (status?.nominatedNodeName) to.line(0, `NominatedNodeName:\t${status.nominatedNodeName}`);
  if (spec?.resources) {
    to.line(0, 'Resources:');
    describeResources(to, spec.resources, 1);
  }
  if (spec?.initContainers?.length)
    describeContainers(to, 'Init Containers', spec.initContainers, { statuses: status?.initContainerStatuses, pod });
  describeContainers(to, 'Containers', spec?.containers ?? [], { statuses: status?.containerStatuses, pod });
  if (spec?.ephemeralContainers?.length) {
    // A named seam: an ephemeral container has a container's fields, as far as they are allowed for it.
    const ephemeral = spec.ephemeralContainers as readonly Container[];
    describeContainers(to, 'Ephemeral Containers', ephemeral, { statuses: status?.ephemeralContainerStatuses, pod });
  }
  if (spec?.readinessGates?.length) {
    to.line(0, 'Readiness Gates:\n  Type\tStatus');
    for (const { conditionType } of spec.readinessGates) {
      const condition = status?.conditions?.find((c) => c.type === conditionType);
      to.line(1, `${conditionType} \t${condition?.status ?? '<none>'} `);
    }
  }
  if (status?.conditions?.length) {
    to.line(0, 'Conditions:\n  Type\tStatus');
    for (const c of status.conditions) to.line(1, `${c.type} \t${c.status} `);
  }
  describeVolumes(to, spec?.volumes);
  to.line(0, `QoS Class:\t${status?.qosClass ?? qosClassOf(spec)}`);
  to.labels('Node-Selectors', spec?.nodeSelector);
  to.entries('Tolerations', tolerationTexts(spec?.tolerations));
  describeSpread(to, spec?.topologySpreadConstraints);
  await context.writeEvents(to, { kind: '', ...mirror(pod) });
};

/** Events of a mirror Pod are about the static Pod that it shows. */
function mirror({ metadata }: Pod): { readonly uid?: string } {
  const uid = metadata?.annotations?.[mirrorAnnotation];
  return uid === undefined ? {} : { uid };
}

export function describePodTemplate(to: Description, template: PodTemplateSpec | undefined): void {
  to.line(0, 'Pod Template:');
  if (!template) return to.write(1, '<unset>');
  const { metadata, spec } = template;
  to.labels('  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) to.annotations('  Annotations', metadata?.annotations);
  if (spec?.serviceAccountName) to.line(1, `Service Account:\t${spec.serviceAccountName}`);
  if (spec?.initContainers?.length) describeContainers(to, 'Init Containers', spec.initContainers, { indent: '  ' });
  describeContainers(to, 'Containers', spec?.containers ?? [], { indent: '  ' });
  describeVolumes(to, spec?.volumes, '  ');
  describeSpread(to, spec?.topologySpreadConstraints, '  ');
  if (spec?.priorityClassName) to.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  to.labels('  Node-Selectors', spec?.nodeSelector);
  to.entries('  Tolerations', tolerationTexts(spec?.tolerations));
}

const tolerationTexts = (tolerations: readonly Toleration[] = []): readonly string[] =>
  [...tolerations]
    .sort((a, b) => byCodePoint(a.key ?? '', b.key ?? ''))
    .map(({ key = '', value = '', effect = '', operator, tolerationSeconds }) => {
      const head = `${key}${value && `=${value}`}${effect && `:${effect}`}`;
      const exists = operator === 'Exists' && value === '' ? `${head === '' ? '' : ' '}op=Exists` : '';
      return `${head}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
    });

function describeSpread(to: Description, constraints: readonly TopologySpreadConstraint[] = [], indent = ''): void {
  if (constraints.length === 0) return;
  to.entries(
    `${indent}Topology Spread Constraints`,
    [...constraints]
      .sort((a, b) => byCodePoint(a.topologyKey, b.topologyKey))
      .map(
        (c) =>
          `${c.topologyKey}:${c.whenUnsatisfiable} when max skew ${c.maxSkew} is exceeded${c.labelSelector ? ` for selector ${formatLabelSelector(c.labelSelector)}` : ''}`,
      ),
    indent,
  );
}
