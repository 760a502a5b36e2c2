/** What a person does to objects. Each is one request; all reject with Problem. */
import type { ControllerRevision, ReplicaSet } from '../../api/apps/v1.ts';
import type { CronJob, Job } from '../../api/batch/v1.ts';
import type { PodTemplateSpec } from '../../api/core/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { asProblem, request } from './http.ts';
import { pathOf, type Kind } from './kind.ts';

const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const manager = 'fieldManager=peapod-console';
const longestJobName = 63;

export interface Target {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
}

const pathTo = ({ kind, namespace, name }: Target, subresource?: string): string =>
  pathOf(kind, namespace, name, subresource);

const patch = (target: Target, body: unknown, contentType: string, subresource?: string): Promise<KubeObject> =>
  request(`${pathTo(target, subresource)}?${manager}`, { method: 'PATCH', contentType, body });

export const scale = (target: Target, replicas: number): Promise<KubeObject> =>
  patch(target, { spec: { replicas } }, merge, 'scale');

/** As `kubectl rollout restart`: new Pods by a new annotation of their template. */
export const restart = (target: Target): Promise<KubeObject> =>
  patch(
    target,
    {
      spec: {
        template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() } } },
      },
    },
    strategic,
  );

export const setUnschedulable = (target: Target, unschedulable: boolean): Promise<KubeObject> =>
  patch(target, { spec: { unschedulable: unschedulable ? true : null } }, merge);

export const setSuspended = (target: Target, suspend: boolean): Promise<KubeObject> =>
  patch(target, { spec: { suspend } }, merge);

/** As `kubectl create job --from`: one run of a CronJob, now. Resolves with the Job. */
export function runNow({ namespace, name }: Target, { metadata, spec }: CronJob, jobs: Kind): Promise<KubeObject> {
  const template = spec?.jobTemplate;
  const suffix = `-manual-${Date.now().toString(36)}`;
  const job: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      // A Job's name becomes a label of its Pods.
      name: `${name.slice(0, longestJobName - suffix.length)}${suffix}`,
      namespace,
      labels: { ...template?.metadata?.labels },
      annotations: { ...template?.metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid: metadata?.uid ?? '', controller: true }],
    },
    ...(template?.spec && { spec: template.spec }),
  };
  return request(`${pathOf(jobs, namespace)}?${manager}`, { method: 'POST', body: job });
}

export interface Deletion {
  /** undefined: the object's own. */
  readonly graceSeconds: number | undefined;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  /** Deletes this very object, and not one that has taken its name since. */
  readonly uid: string | undefined;
}

export interface Doomed {
  readonly target: Target;
  readonly uid: string | undefined;
}

export const remove = (target: Target, { graceSeconds, propagation, uid }: Deletion): Promise<unknown> =>
  request(pathTo(target), {
    method: 'DELETE',
    body: {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: propagation,
      ...(graceSeconds !== undefined && { gracePeriodSeconds: graceSeconds }),
      ...(uid !== undefined && { preconditions: { uid } }),
    },
  });

/** What the object would be, or is now. The server refuses fields that it does not know. */
export const replace = (target: Target, object: unknown, dryRun: boolean): Promise<KubeObject> =>
  request(`${pathTo(target)}?${manager}&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`, {
    method: 'PUT',
    body: object,
  });

/** Creates, or changes what is there to what is said: server-side apply. Tells which it was. */
export async function apply(target: Target, object: unknown, dryRun: boolean): Promise<'created' | 'configured'> {
  const there = await request<KubeObject>(pathTo(target)).catch((error: unknown) => {
    if (asProblem(error).code === 404) return undefined;
    throw error;
  });
  const { kind, namespace } = target;
  const query = `${manager}&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
  if (there) {
    await request(`${pathTo(target)}?${query}`, {
      method: 'PATCH',
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
    return 'configured';
  }

  await request(`${pathOf(kind, namespace)}?${query}`, { method: 'POST', body: object });
  return 'created';
}

export interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly created: string | undefined;
  readonly template: PodTemplateSpec;
}

/** The template of a ReplicaSet or ControllerRevision that can be rolled back to; undefined for any other object. */
export function revisionOf(object: KubeObject): Revision | undefined {
  const annotations = object.metadata?.annotations ?? {};
  const common = {
    cause: annotations['kubernetes.io/change-cause'] ?? '',
    created: object.metadata?.creationTimestamp ?? undefined,
  };
  if (object.kind === 'ReplicaSet') {
    const { spec }: ReplicaSet = object;
    const number = Number(annotations['deployment.kubernetes.io/revision'] ?? 0);
    return spec?.template && { ...common, number, template: spec.template };
  }
  if (object.kind !== 'ControllerRevision') return undefined;
  const { revision, data }: Partial<ControllerRevision> = object;
  // A named seam: the controllers of StatefulSets and DaemonSets keep a patch of the template there.
  const template = (data as { spec?: { template?: PodTemplateSpec } } | undefined)?.spec?.template;
  return template && { ...common, number: Number(revision), template };
}

/** As `kubectl rollout undo`: the template of that revision, whole. */
export function rollBack(target: Target, { template }: Revision): Promise<KubeObject> {
  const labels = { ...template.metadata?.labels };
  delete labels['pod-template-hash'];
  const { $patch: _, ...plain } = template as PodTemplateSpec & { $patch?: string };
  const value = { ...plain, metadata: { ...plain.metadata, labels } };
  return patch(target, [{ op: 'replace', path: '/spec/template', value }], 'application/json-patch+json');
}
