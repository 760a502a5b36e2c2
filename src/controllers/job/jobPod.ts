/** The Pod that a Job runs next. */
import type { Container, Pod, PodTemplateSpec } from '../../api/core/v1.ts';
import { jobs } from '../../machinery/resources.ts';
import { podFromTemplate } from '../podControl.ts';
import { failureAnnotations } from './indexFailures.ts';
import { completionIndexKey, trackingFinalizer } from './jobPods.ts';
import type { Look } from './look.ts';

const indexVariable = 'JOB_COMPLETION_INDEX';
/** Five more are appended by the server. */
const longestPrefix = 58;

/** `index` is undefined for Jobs without indexes. */
export function podOf({ job, spec, indexes }: Look, index: number | undefined): Pod {
  const pod = podFromTemplate(spec.template, job, jobs);
  const finalizers = [...new Set([...(pod.metadata?.finalizers ?? []), trackingFinalizer])];
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
  const { name } = job.metadata;
  const suffix = `-${index}-`;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      generateName: name.slice(0, longestPrefix - suffix.length) + suffix,
      labels: { ...pod.metadata?.labels, [completionIndexKey]: String(index) },
      annotations: {
        ...pod.metadata?.annotations,
        [completionIndexKey]: String(index),
        ...(indexes?.failed && failureAnnotations(job, indexes.waiting.get(index))),
      },
      finalizers,
    },
    ...(pod.spec && { spec: { ...withIndexVariable(pod.spec), hostname: `${name}-${index}` } }),
  };
}

type PodSpec = NonNullable<PodTemplateSpec['spec']>;

function withIndexVariable(spec: PodSpec): PodSpec {
  const add = (container: Container): Container => {
    if (container.env?.some(({ name }) => name === indexVariable)) return container;
    const fieldRef = { fieldPath: `metadata.labels['${completionIndexKey}']` };
    return { ...container, env: [...(container.env ?? []), { name: indexVariable, valueFrom: { fieldRef } }] };
  };
  return {
    ...spec,
    containers: spec.containers.map(add),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(add) }),
  };
}
