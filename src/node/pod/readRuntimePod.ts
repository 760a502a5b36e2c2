/** Reads what the runtime has of a Pod: one list of sandboxes, one of containers, and the status of each that may have changed. */
import { open } from 'node:fs/promises';
import type { CriClient } from '../runtime/cri/client.ts';
import { isNotFound } from '../runtime/cri/client.ts';
import type { ContainerStatus } from '../runtime/cri/generated/cri_pb.js';
import { ContainerState, NamespaceMode, PodSandboxState } from '../runtime/cri/generated/cri_pb.js';
import { readTail } from '../logs/tail.ts';
import { runtimeKeys } from './identity.ts';
import type { RuntimeContainer, RuntimePod, RuntimeSandbox } from './runtimePod.ts';

/** An ended container and a stopped sandbox do not change any more: what was read of them is kept. */
export interface RuntimeMemory {
  readonly containers: Map<string, RuntimeContainer>;
  readonly sandboxes: Map<string, RuntimeSandbox>;
}

export const newRuntimeMemory = (): RuntimeMemory => ({ containers: new Map(), sandboxes: new Map() });

export async function readRuntimePod(cri: CriClient, uid: string, memory: RuntimeMemory): Promise<RuntimePod> {
  const labelSelector = { [runtimeKeys.podUid]: uid };
  const [{ items }, listed] = await Promise.all([
    cri.listPodSandbox({ filter: { labelSelector } }),
    cri.listContainers({ filter: { labelSelector } }),
  ]);
  const [sandboxes, containers] = await Promise.all([
    Promise.all(items.map(({ id }) => readSandbox(cri, id, memory))),
    Promise.all(listed.containers.map(({ id, podSandboxId }) => readContainer(cri, id, podSandboxId, memory))),
  ]);
  forgetOthers(memory.containers, listed.containers);
  forgetOthers(memory.sandboxes, items);
  return {
    sandboxes: sandboxes
      .filter((s) => s !== undefined)
      .sort((a, b) => b.createdAt - a.createdAt || b.attempt - a.attempt),
    containers: containers
      .filter((c) => c !== undefined)
      .sort((a, b) => b.createdAt - a.createdAt || b.restartCount - a.restartCount),
  };
}

function forgetOthers<T>(memory: Map<string, T>, present: readonly { id: string }[]): void {
  const ids = new Set(present.map((p) => p.id));
  for (const id of memory.keys()) if (!ids.has(id)) memory.delete(id);
}

const milliseconds = (nanoseconds: bigint): number => Number(nanoseconds / 1_000_000n);

async function readSandbox(cri: CriClient, id: string, memory: RuntimeMemory): Promise<RuntimeSandbox | undefined> {
  const known = memory.sandboxes.get(id);
  if (known !== undefined) return known;
  const { status } = (await ifThere(cri.podSandboxStatus({ podSandboxId: id }))) ?? {};
  if (status === undefined) return undefined;
  const ip = status.network?.ip ?? '';
  const sandbox: RuntimeSandbox = {
    id,
    attempt: status.metadata?.attempt ?? 0,
    ready: status.state === PodSandboxState.SANDBOX_READY,
    createdAt: milliseconds(status.createdAt),
    ips: ip === '' ? [] : [ip, ...(status.network?.additionalIps ?? []).map((a) => a.ip)],
    hostNetwork: status.linux?.namespaces?.options?.network === NamespaceMode.NODE,
  };
  if (!sandbox.ready) memory.sandboxes.set(id, sandbox);
  return sandbox;
}

async function readContainer(
  cri: CriClient,
  id: string,
  sandboxId: string,
  memory: RuntimeMemory,
): Promise<RuntimeContainer | undefined> {
  const known = memory.containers.get(id);
  if (known !== undefined) return known;
  const response = await ifThere(cri.containerStatus({ containerId: id }));
  if (response?.status === undefined) return undefined;
  const container = await toContainer(response.status, sandboxId);
  if (container.state === 'exited') memory.containers.set(id, container);
  return container;
}

async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const states = {
  [ContainerState.CONTAINER_CREATED]: 'created',
  [ContainerState.CONTAINER_RUNNING]: 'running',
  [ContainerState.CONTAINER_EXITED]: 'exited',
  [ContainerState.CONTAINER_UNKNOWN]: 'unknown',
} as const;

async function toContainer(status: ContainerStatus, sandboxId: string): Promise<RuntimeContainer> {
  const state = states[status.state];
  const user = status.user?.linux;
  return {
    id: status.id,
    name: status.labels[runtimeKeys.containerName] ?? status.metadata?.name ?? '',
    sandboxId,
    restartCount: Number(status.annotations[runtimeKeys.restartCount] ?? status.metadata?.attempt ?? 0),
    state,
    createdAt: milliseconds(status.createdAt),
    startedAt: milliseconds(status.startedAt),
    finishedAt: milliseconds(status.finishedAt),
    exitCode: status.exitCode,
    reason: status.reason || (state === 'exited' ? (status.exitCode === 0 ? 'Completed' : 'Error') : ''),
    message: state === 'exited' ? await terminationMessage(status) : status.message,
    image: status.image?.image ?? '',
    imageId: status.imageRef,
    hash: status.annotations[runtimeKeys.containerHash] ?? '',
    logPath: status.logPath,
    ...(user && {
      user: { uid: Number(user.uid), gid: Number(user.gid), supplementalGroups: user.supplementalGroups.map(Number) },
    }),
  };
}

const messageLimit = 4096;
const fallbackLines = 80;
const fallbackLimit = 2048;

/** What the container wrote to its termination message file; with the policy FallbackToLogsOnError, else its last words. */
async function terminationMessage(status: ContainerStatus): Promise<string> {
  const path = status.annotations[runtimeKeys.terminationMessagePath];
  const file = path === undefined ? undefined : status.mounts.find((m) => m.containerPath === path)?.hostPath;
  const written = file === undefined ? '' : await readStart(file, messageLimit);
  if (written !== '') return written;
  const failed = status.exitCode !== 0 || status.reason === 'OOMKilled';
  if (failed && status.annotations[runtimeKeys.terminationMessagePolicy] === 'FallbackToLogsOnError') {
    const text = await readTail(status.logPath, fallbackLines, fallbackLimit).catch(() => '');
    if (text !== '') return text;
  }
  return status.message;
}

async function readStart(path: string, limit: number): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(limit), 0, limit, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } catch {
    return '';
  }
}
