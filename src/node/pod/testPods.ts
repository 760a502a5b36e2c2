/** Pods and runtime states for unit tests. */
import type { Container, PodSpec } from '../../api/core/v1.ts';
import { containerHash } from './actions.ts';
import type { NodePod } from './identity.ts';
import type { RuntimeContainer, RuntimePod, RuntimeSandbox } from './runtimePod.ts';

export const container = (name: string, more: Partial<Container> = {}): Container => ({
  name,
  image: 'busybox:1',
  ...more,
});

export function testPod(spec: Partial<PodSpec> = {}, metadata: Partial<NodePod['metadata']> = {}): NodePod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      namespace: 'ns',
      uid: 'u1',
      resourceVersion: '1',
      creationTimestamp: '2025-01-01T00:00:00Z',
      ...metadata,
    },
    spec: { restartPolicy: 'Always', containers: [container('a')], ...spec },
  };
}

export const sandbox = (more: Partial<RuntimeSandbox> = {}): RuntimeSandbox => ({
  id: 's0',
  attempt: 0,
  ready: true,
  createdAt: 1000,
  ips: ['10.0.0.2'],
  hostNetwork: false,
  ...more,
});

export function ran(name: string, more: Partial<RuntimeContainer> = {}): RuntimeContainer {
  const restartCount = more.restartCount ?? 0;
  return {
    id: `${name}${restartCount}`,
    name,
    sandboxId: 's0',
    restartCount,
    state: 'running',
    createdAt: 2000 + restartCount,
    startedAt: 3000,
    finishedAt: 0,
    exitCode: 0,
    reason: '',
    message: '',
    image: 'docker.io/library/busybox:1',
    imageId: 'sha256:1',
    hash: containerHash(container(name)),
    logPath: '',
    ...more,
  };
}

export const exited = (name: string, exitCode: number, more: Partial<RuntimeContainer> = {}): RuntimeContainer =>
  ran(name, { state: 'exited', exitCode, finishedAt: 4000, reason: exitCode === 0 ? 'Completed' : 'Error', ...more });

export const runtimeOf = (sandboxes: readonly RuntimeSandbox[], ...containers: RuntimeContainer[]): RuntimePod => ({
  sandboxes,
  containers,
});
