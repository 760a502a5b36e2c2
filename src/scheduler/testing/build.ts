/** Nodes and Pods for the scheduler's tests. */
import type { Container, Node, NodeSpec, Pod, PodSpec } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { podInfoOf } from '../cache/podInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import { Snapshot } from '../cache/snapshot.ts';
import type { Plugin, Rejection, SchedulingContext } from '../framework.ts';
import { isRejection } from '../framework.ts';
import { testVolumes } from './volumes.ts';

/** What must be there for the test to make sense. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the test expected a value');
  return value;
}

let count = 0;

const stored = (name: string, more: object): Stored<object>['metadata'] => ({
  name,
  uid: `uid-${++count}`,
  resourceVersion: String(count),
  creationTimestamp: '2025-01-01T00:00:00Z',
  ...more,
});

interface NodeOptions {
  readonly allocatable?: Record<string, string>;
  readonly labels?: Record<string, string>;
  readonly spec?: NodeSpec;
  readonly images?: Record<string, number>;
}

/** 4 CPUs, 8Gi and 110 Pods unless told otherwise. */
export function node(name: string, { allocatable, labels = {}, spec, images = {} }: NodeOptions = {}): Stored<Node> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: stored(name, { labels: { 'kubernetes.io/hostname': name, ...labels } }),
    ...(spec && { spec }),
    status: {
      allocatable: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110', ...allocatable },
      images: Object.entries(images).map(([image, sizeBytes]) => ({ names: [image], sizeBytes })),
    },
  };
}

interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
  readonly spec?: Partial<PodSpec>;
  readonly container?: Partial<Container>;
  readonly node?: string;
}

export function pod(
  name: string,
  { namespace = 'default', labels = {}, requests, spec, container, node: nodeName }: PodOptions = {},
): Stored<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: stored(name, { namespace, labels }),
    spec: {
      schedulerName: 'default-scheduler',
      containers: [{ name: 'main', image: 'nginx', ...(requests && { resources: { requests } }), ...container }],
      ...spec,
      ...(nodeName && { nodeName }),
    },
    status: { phase: 'Pending' },
  };
}

export const info = (name: string, options: PodOptions = {}): PodInfo => podInfoOf(pod(name, options));

/** A context over these nodes, with these Pods on them. */
export function cluster(
  nodes: readonly Stored<Node>[],
  pods: readonly Stored<Pod>[] = [],
  more: Partial<SchedulingContext> = {},
): SchedulingContext {
  const snapshot = new Snapshot();
  for (const each of nodes) snapshot.setNode(each);
  for (const each of pods) snapshot.setPod(each, `${each.metadata.namespace}/${each.metadata.name}`);
  return { snapshot, namespaceLabels: () => ({}), replicaSelectors: () => [], volumes: testVolumes(), ...more };
}

/** What the plugin says to each node, by name: its reasons, or 'fits'. */
export function filterAll(plugin: Plugin, pod: PodInfo, context: SchedulingContext): Record<string, string> {
  const prepared = plugin.prepareFilter?.(pod, context);
  const say = (rejection: Rejection | undefined): string => rejection?.reasons.join(', ') ?? 'fits';
  return Object.fromEntries(
    context.snapshot.nodes.map((each) => [
      each.name,
      say(prepared && (isRejection(prepared) ? prepared : prepared.filter(each))),
    ]),
  );
}

/** The normalized score of each node, by name. */
export function scoreAll(plugin: Plugin, pod: PodInfo, context: SchedulingContext): Record<string, number> {
  const { nodes } = context.snapshot;
  const scorer = plugin.prepareScore?.(pod, nodes, context);
  const scores = Float64Array.from(nodes, (each) => scorer?.score(each) ?? 0);
  scorer?.normalize?.(scores);
  return Object.fromEntries(nodes.map((each, i) => [each.name, scores[i] ?? 0]));
}
