/** Deployments, Jobs and CronJobs as `create` makes them. */
import type { Deployment } from '../../api/apps/v1.ts';
import type { CronJob, Job } from '../../api/batch/v1.ts';
import type { Container } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { randomSuffix } from '../../machinery/names.ts';

export interface DeploymentOptions {
  readonly images: readonly string[];
  readonly command?: readonly string[];
  readonly replicas?: number;
  /** Of the first container; none below 0. */
  readonly port?: number;
}

export function deployment(
  name: string,
  { images, command = [], replicas = 1, port = -1 }: DeploymentOptions,
): Deployment {
  if (images.length > 1 && command.length > 0) throw new Error('cannot specify multiple --image options and command');
  const labels = { app: name };
  const containers = images.map(
    (image, i): Container => ({
      ...container(containerName(image), image, command),
      ...(i === 0 && port >= 0 && { ports: [{ containerPort: port }] }),
    }),
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

export function job(name: string, image: string, command: readonly string[] = []): Job {
  const containers = [container(name, image, command)];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: { spec: { containers, restartPolicy: 'Never' } } },
  };
}

/** The Job that a CronJob would make now. */
export function jobOfCronJob(name: string, cronJob: Stored<CronJob>): Job {
  const { metadata, spec } = cronJob.spec?.jobTemplate ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...metadata?.annotations },
      ...(metadata?.labels && { labels: metadata.labels }),
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: cronJob.metadata.name,
          uid: cronJob.metadata.uid,
          controller: true,
        },
      ],
    },
    ...(spec && { spec }),
  };
}

export interface CronJobOptions {
  readonly image: string;
  readonly schedule: string;
  readonly restart: string;
  readonly command?: readonly string[];
}

export function cronJob(name: string, { image, schedule, restart, command = [] }: CronJobOptions): CronJob {
  const template = {
    spec: {
      containers: [container(name, image, command)],
      // A named seam: the server refuses what is no policy, as it does for kubectl.
      restartPolicy: restart as 'OnFailure',
    },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule, jobTemplate: { metadata: { name }, spec: { template } } },
  };
}

const container = (name: string, image: string, command: readonly string[]): Container => ({
  name,
  image,
  ...(command.length > 0 && { command: [...command] }),
  resources: {},
});

/** The last part of the image's name, without tag or digest; what a DNS label may not have is replaced. */
export function containerName(image: string): string {
  const name = (image.split('/').at(-1) ?? '').split(':')[0]?.split('@')[0] ?? '';
  return /[_.]/.test(name) ? `${name.replaceAll(/[_.]/g, '-')}-${randomSuffix()}` : name;
}
