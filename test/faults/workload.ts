/** What the faults are made to: small Pods that start quickly, use what Pods can use, and stop when they are told. */
import type { Pod, PodSpec, PodTemplateSpec } from '../../src/api/core/v1.ts';

export const namespace = 'default';
const forever = 'trap exit TERM; while true; do sleep 0.2; done';
const shell = ['sh', '-c'];
const image = { image: 'busybox', imagePullPolicy: 'IfNotPresent' as const };

/** Two containers, a sidecar, an init container, a mount in memory and a file of a volume in each: all that can leak. */
const podSpec = (crashing = false): PodSpec => ({
  terminationGracePeriodSeconds: 1,
  initContainers: [
    { name: 'init', ...image, command: [...shell, 'echo ready > /memory/ready'], volumeMounts: [memory] },
    { name: 'sidecar', ...image, command: [...shell, forever], restartPolicy: 'Always' },
  ],
  containers: [
    {
      name: 'one',
      ...image,
      // Ends once, right after its start, and then stays.
      command: [...shell, crashing ? `[ -e /memory/ended ] || { touch /memory/ended; exit 1; }; ${forever}` : forever],
      volumeMounts: [memory],
      readinessProbe: { exec: { command: ['test', '-e', '/memory/ready'] }, periodSeconds: 1 },
    },
    {
      name: 'two',
      ...image,
      command: [...shell, forever],
      volumeMounts: [{ name: 'memory', mountPath: '/file', subPath: 'ready' }],
    },
  ],
  volumes: [{ name: 'memory', emptyDir: { medium: 'Memory' } }],
});

const memory = { name: 'memory', mountPath: '/memory' };

export const pod = (name: string, crashing = false): Pod => ({
  metadata: { name, namespace, labels: { faults: 'yes' } },
  spec: podSpec(crashing),
});

/** For workloads of several Pods: one container. */
export const template = (app: string, version: number): PodTemplateSpec => ({
  metadata: { labels: { app } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [
      { name: 'c', ...image, command: [...shell, forever], env: [{ name: 'VERSION', value: String(version) }] },
    ],
  },
});
