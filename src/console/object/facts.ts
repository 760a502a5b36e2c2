/** What is worth knowing of an object at once, by its kind: a term and its text each. */
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../../api/apps/v1.ts';
import type { CronJob, Job } from '../../api/batch/v1.ts';
import type {
  Event,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  Service,
} from '../../api/core/v1.ts';
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import type { RoleBinding } from '../../api/rbac/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ObjectReference } from '../app/links.ts';
import type { Row } from '../client/collection.ts';
import { isLive, textOf } from '../text/cells.ts';
import { memoryText } from '../text/amounts.ts';
import { selectorText } from './podSelection.ts';

interface Fact {
  readonly term: string;
  readonly text: string;
  readonly about: ObjectReference | undefined;
}
/** Facts without a text are left out. */
type Facts = (
  object: KubeObject,
) => readonly (readonly [term: string, text: string | number | undefined, about?: ObjectReference | undefined])[];

const core = (kind: string, name: string | undefined, namespace?: string): ObjectReference => ({
  apiVersion: 'v1',
  kind,
  name,
  namespace,
});
const storageClass = (name: string | undefined): ObjectReference => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  name,
});
const imagesOf = (template: PodTemplateSpec | undefined): string | undefined =>
  template?.spec?.containers.map((c) => c.image).join(', ');

const byKind: Readonly<Record<string, Facts>> = {
  Pod: (object) => {
    const { spec, status }: Pod = object;
    return [
      ['Node', spec?.nodeName ?? 'not scheduled yet', core('Node', spec?.nodeName)],
      ['Pod IP', status?.podIP],
      [
        'Service account',
        spec?.serviceAccountName,
        core('ServiceAccount', spec?.serviceAccountName, object.metadata?.namespace),
      ],
      ['Restart policy', spec?.restartPolicy],
      ['Quality of service', status?.qosClass],
      ['Priority class', spec?.priorityClassName],
      [
        'Volumes',
        spec?.volumes?.map((v) => `${v.name} (${Object.keys(v).find((k) => k !== 'name') ?? 'emptyDir'})`).join(', '),
      ],
    ];
  },
  Deployment: (object) => {
    const { spec, status }: Deployment = object;
    return [
      [
        'Replicas',
        `${status?.readyReplicas ?? 0} ready of ${spec?.replicas ?? 1}, ${status?.updatedReplicas ?? 0} up to date`,
      ],
      ['Strategy', spec?.strategy?.type],
      ['Selector', spec?.selector && selectorText(spec.selector)],
      ['Images', imagesOf(spec?.template)],
    ];
  },
  StatefulSet: (object) => {
    const { spec, status, metadata }: StatefulSet = object;
    return [
      ['Replicas', `${status?.readyReplicas ?? 0} ready of ${spec?.replicas ?? 1}`],
      ['Service', spec?.serviceName, core('Service', spec?.serviceName, metadata?.namespace)],
      ['Updates', spec?.updateStrategy?.type],
      ['Selector', spec?.selector && selectorText(spec.selector)],
      ['Images', imagesOf(spec?.template)],
      [
        'Claims',
        spec?.volumeClaimTemplates
          ?.map((c) => `${c.metadata?.name ?? ''} (${c.spec?.resources?.requests?.['storage'] ?? '?'})`)
          .join(', '),
      ],
    ];
  },
  DaemonSet: (object) => {
    const { spec, status }: DaemonSet = object;
    return [
      ['Nodes', `${status?.numberReady ?? 0} ready of ${status?.desiredNumberScheduled ?? 0}`],
      ['Updates', spec?.updateStrategy?.type],
      ['Selector', spec?.selector && selectorText(spec.selector)],
      ['Images', imagesOf(spec?.template)],
    ];
  },
  ReplicaSet: (object) => {
    const { spec, status }: ReplicaSet = object;
    return [
      ['Replicas', `${status?.readyReplicas ?? 0} ready of ${spec?.replicas ?? 1}`],
      ['Selector', spec?.selector && selectorText(spec.selector)],
      ['Images', imagesOf(spec?.template)],
    ];
  },
  Service: (object) => {
    const { spec }: Service = object;
    return [
      ['Type', spec?.type],
      ['Cluster IP', spec?.clusterIP],
      [
        'Ports',
        spec?.ports
          ?.map(
            (p) => `${p.port}${p.nodePort ? `:${p.nodePort}` : ''}/${p.protocol ?? 'TCP'} → ${p.targetPort ?? p.port}`,
          )
          .join(', '),
      ],
      ['Selector', spec?.selector && selectorText({ matchLabels: spec.selector })],
    ];
  },
  Node: (object) => {
    const { spec, status }: Node = object;
    const amounts = (of: Readonly<Record<string, string>> | undefined): string | undefined =>
      of && `${of['cpu'] ?? '?'} CPU, ${memoryText(of['memory'])} memory, ${of['pods'] ?? '?'} Pods`;
    return [
      ['Addresses', status?.addresses?.map((a) => a.address).join(', ')],
      ['Allocatable', amounts(status?.allocatable)],
      ['Capacity', amounts(status?.capacity)],
      ['Pod CIDR', spec?.podCIDR],
      ['Taints', spec?.taints?.map((t) => `${t.key}${t.value ? `=${t.value}` : ''}:${t.effect}`).join(', ')],
      ['Runtime', status?.nodeInfo?.containerRuntimeVersion],
      ['Kernel', status?.nodeInfo?.kernelVersion],
      ['System', status?.nodeInfo?.osImage],
      ['Kubelet', status?.nodeInfo?.kubeletVersion],
    ];
  },
  Job: (object) => {
    const { spec, status }: Job = object;
    return [
      ['Completions', `${status?.succeeded ?? 0} of ${spec?.completions ?? 1}`],
      ['Running', status?.active],
      ['Failed', status?.failed],
    ];
  },
  CronJob: (object) => {
    const { spec, status }: CronJob = object;
    return [
      ['Schedule', spec?.schedule],
      ['Time zone', spec?.timeZone],
      ['Last run', status?.lastScheduleTime],
    ];
  },
  PersistentVolumeClaim: (object) => {
    const { spec, status }: PersistentVolumeClaim = object;
    return [
      ['Volume', spec?.volumeName, core('PersistentVolume', spec?.volumeName)],
      ['Class', spec?.storageClassName, storageClass(spec?.storageClassName)],
      ['Capacity', status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage']],
      ['Access', spec?.accessModes?.join(', ')],
    ];
  },
  PersistentVolume: (object) => {
    const { spec, status }: PersistentVolume = object;
    const claim = spec?.claimRef;
    return [
      ['Phase', status?.phase],
      [
        'Claim',
        claim && `${claim.namespace ?? ''}/${claim.name ?? ''}`,
        core('PersistentVolumeClaim', claim?.name, claim?.namespace),
      ],
      ['Capacity', spec?.capacity?.['storage']],
      ['Class', spec?.storageClassName, storageClass(spec?.storageClassName)],
      ['When released', spec?.persistentVolumeReclaimPolicy],
      ['Access', spec?.accessModes?.join(', ')],
    ];
  },
  RoleBinding: bindingFacts,
  ClusterRoleBinding: bindingFacts,
  Event: (object) => {
    const { involvedObject: about, ...event }: Partial<Event> = object;
    return [
      ['Type', event.type],
      ['Reason', event.reason],
      ['Message', event.message],
      ['About', about && `${about.kind ?? ''} ${about.name ?? ''}`, about],
      ['Times', event.series?.count ?? event.count],
      ['From', event.source?.component || event.reportingComponent],
      ['Node', event.source?.host, core('Node', event.source?.host)],
    ];
  },
};

function bindingFacts(object: KubeObject): ReturnType<Facts> {
  const { roleRef, subjects }: Partial<RoleBinding> = object;
  const role = roleRef && {
    ...roleRef,
    apiVersion: `${roleRef.apiGroup}/v1`,
    namespace: object.metadata?.namespace,
  };
  return [
    ['Role', role && `${role.kind} ${role.name}`, role],
    ...(subjects ?? []).map((s) => ['Given to', `${s.kind} ${s.namespace ? `${s.namespace}/` : ''}${s.name}`] as const),
  ];
}

/** What its kind is known for; of kinds that are not known here, what their columns say. */
export function factsOf(object: KubeObject, row?: Row, columns: readonly TableColumnDefinition[] = []): Fact[] {
  const known = byKind[object.kind ?? ''];
  const found = known
    ? known(object)
    : columns.map((column, i) => [column.name, isColumnFact(column) ? textOf(row?.cells[i]) : ''] as const);
  return found.flatMap(([term, text, about]) =>
    text === undefined || text === '' || text === '<none>' ? [] : [{ term, text: String(text), about }],
  );
}

/** Ages go on by themselves, and the name stands above. */
const isColumnFact = (column: TableColumnDefinition): boolean => column.name !== 'Name' && !isLive(column);
