/** Whether what the API says of every Pod is what the container runtime says, and what workloads say of their Pods. */
import type { ContainerStatus, Pod } from '../../src/api/core/v1.ts';
import type { Client } from '../../src/client/client.ts';
import type { Layout } from '../../src/cluster/layout.ts';
import type { Stored } from '../../src/machinery/object.ts';
import type { Labels } from '../../src/machinery/labels.ts';
import { matchesSelector, selectorFromSet } from '../../src/machinery/labels.ts';
import { isPodReady } from '../../src/machinery/pod.ts';
import { deployments, endpointSlices, pods, services, statefulSets } from '../../src/machinery/resources.ts';
import { createCriClient } from '../../src/node/runtime/cri/client.ts';
import type { CriClient } from '../../src/node/runtime/cri/client.ts';
import { ContainerState, PodSandboxState } from '../../src/node/runtime/cri/generated/cri_pb.js';
import { runtimeOf } from './victims.ts';

/** A line for each thing that the API server has otherwise than it is; none when all is told truly. */
export async function untruths(client: Client, layout: Layout, namespace: string): Promise<string[]> {
  await using cri = createCriClient(`unix://${runtimeOf(layout).socket}`);
  await cri.waitForReady(10_000);
  const list = (await client.resource(pods).list(namespace)).items;
  const told = (await Promise.all(list.map((pod) => untruthsOfPod(cri, pod)))).flat();
  return [...told, ...(await strangers(cri, list)), ...(await untruthsOfWorkloads(client, namespace, list))];
}

const carrying = (list: readonly Stored<Pod>[], labels: Labels | undefined): readonly Stored<Pod>[] =>
  list.filter((pod) => matchesSelector(selectorFromSet(labels), pod.metadata.labels));

async function untruthsOfPod(cri: CriClient, pod: Stored<Pod>): Promise<string[]> {
  const { name, uid, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return [`${name} is still being deleted`];
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const lies = (await Promise.all(statuses.map((status) => untruthsOfContainer(cri, name, status)))).flat();
  const { items } = await cri.listPodSandbox({ filter: { labelSelector: { 'io.kubernetes.pod.uid': uid } } });
  const ready = items.filter(({ state }) => state === PodSandboxState.SANDBOX_READY);
  if (pod.status?.phase === 'Running') {
    if (ready.length !== 1) lies.push(`${name} is Running with ${ready.length} ready sandboxes`);
    const { status } = ready[0] ? await cri.podSandboxStatus({ podSandboxId: ready[0].id }) : {};
    if (status && status.network?.ip !== pod.status.podIP)
      lies.push(`${name} has podIP ${pod.status.podIP}, its sandbox ${status.network?.ip}`);
  }
  return lies;
}

async function untruthsOfContainer(cri: CriClient, pod: string, told: ContainerStatus): Promise<string[]> {
  const id = told.containerID?.replace('containerd://', '');
  if (id === undefined) return told.state?.running ? [`${pod}/${told.name} runs without a containerID`] : [];
  const { status } = await cri.containerStatus({ containerId: id }).catch(() => ({ status: undefined }));
  const lies: string[] = [];
  const tell = (what: string, api: unknown, runtime: unknown): void => {
    if (api !== runtime)
      lies.push(`${pod}/${told.name}: ${what} is ${String(api)}, for the runtime ${String(runtime)}`);
  };
  if (told.state?.running) tell('running', true, status?.state === ContainerState.CONTAINER_RUNNING);
  if (told.state?.terminated) tell('exit code', told.state.terminated.exitCode, status?.exitCode);
  if (status) tell('restart count', told.restartCount, status.metadata?.attempt);
  return lies;
}

/** Containers that run for no Pod that the API server has. */
async function strangers(cri: CriClient, list: readonly Stored<Pod>[]): Promise<string[]> {
  const known = new Set(list.map(({ metadata }) => metadata.uid));
  const { containers } = await cri.listContainers({});
  return containers
    .filter(({ labels }) => !known.has(labels['io.kubernetes.pod.uid'] ?? ''))
    .map(({ id, labels }) => `container ${id} belongs to no Pod (${labels['io.kubernetes.pod.name']})`);
}

async function untruthsOfWorkloads(client: Client, namespace: string, list: readonly Stored<Pod>[]): Promise<string[]> {
  const lies: string[] = [];
  const workloads = [
    ...(await client.resource(deployments).list(namespace)).items,
    ...(await client.resource(statefulSets).list(namespace)).items,
  ];
  for (const { metadata, spec, status } of workloads) {
    const mine = carrying(list, spec?.selector?.matchLabels);
    const counts = [spec?.replicas, status?.replicas ?? 0, status?.readyReplicas ?? 0, mine.filter(isPodReady).length];
    if (new Set(counts).size !== 1 || status?.observedGeneration !== metadata.generation)
      lies.push(`${metadata.name} wants, has, has ready, and truly ready: ${counts.join(', ')}`);
  }
  const slices = (await client.resource(endpointSlices).list(namespace)).items;
  for (const service of (await client.resource(services).list(namespace)).items) {
    const selector = service.spec?.selector;
    if (!selector) continue;
    const wanted = carrying(list, selector).filter(isPodReady);
    const served = slices
      .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name)
      .flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready)
      .flatMap(({ addresses: [address] }) => address ?? []);
    const expected = wanted.map((pod) => pod.status?.podIP ?? '').sort();
    if (expected.join() !== served.sort().join())
      lies.push(`Service ${service.metadata.name} leads to ${served.join()}, ready are ${expected.join()}`);
  }
  return lies;
}
