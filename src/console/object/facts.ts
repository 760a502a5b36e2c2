/** What is worth knowing of an object at once, by its kind: a term and its text each. */
import type { Deployment } from '../../api/apps/v1.ts';
import type { CronJob, Job } from '../../api/batch/v1.ts';
import type { Node, PersistentVolumeClaim, Pod, Service } from '../../api/core/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { memoryText } from '../text/amounts.ts';
import { selectorText } from './podSelection.ts';

type Fact = readonly [term: string, text: string];
type Facts = (object: KubeObject) => readonly (readonly [string, string | number | undefined])[];

const byKind: Readonly<Record<string, Facts>> = {
  Pod: (object) => {
    const { spec, status }: Pod = object;
    return [
      ['Node', spec?.nodeName ?? 'not scheduled yet'],
      ['Pod IP', status?.podIP],
      ['Service account', spec?.serviceAccountName],
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
      ['Images', spec?.template?.spec?.containers.map((c) => c.image).join(', ')],
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
      ['Volume', spec?.volumeName],
      ['Class', spec?.storageClassName],
      ['Capacity', status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage']],
      ['Access', spec?.accessModes?.join(', ')],
    ];
  },
};

/** Facts without a text are left out. */
export const factsOf = (object: KubeObject): Fact[] =>
  (byKind[object.kind ?? '']?.(object) ?? []).flatMap(([term, text]) =>
    text === undefined || text === '' ? [] : [[term, String(text)] as const],
  );
