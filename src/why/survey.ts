/**
 * Everything that is not as it should be, in one namespace or in all.
 *
 * - A fixed number of requests, and one or two for each thing that is explained; what is well costs nothing more.
 * - What follows from something else that is told is not told again: a Deployment speaks for its Pods.
 */
import type { KubeObject, Stored } from '../machinery/object.ts';
import { controllerOf } from '../machinery/owner.ts';
import { coreEvents, endpointSlices, pods } from '../machinery/resources.ts';
import type { Answer } from './explain.ts';
import { explainIn, findingsOf } from './explain.ts';
import type { Explanation, Finding, Reference } from './explanation.ts';
import { Investigation } from './investigation.ts';
import { kinds } from './kinds/index.ts';
import type { Reader } from './reader.ts';

export interface Survey {
  /** What is not well, causes before what rests on them. */
  readonly explanations: readonly Explanation[];
  /** How many objects were looked at. */
  readonly seen: number;
  readonly blind: Answer['blind'];
}

export async function survey(reader: Reader, namespace: string | undefined, now = Date.now()): Promise<Survey> {
  const world = new Investigation(reader, findingsOf, now);
  // Nodes bear the Pods of every namespace; the other kinds without one are the whole cluster's affair.
  const looked = kinds.filter(({ resource: r }) => r.namespaced || r.kind === 'Node' || namespace === undefined);
  const [lists] = await Promise.all([
    Promise.all(looked.map(({ resource }) => world.preload(resource, resource.namespaced ? namespace : undefined))),
    world.preload(coreEvents, namespace),
    world.preload(endpointSlices, namespace),
  ]);
  lists.forEach((list, i) => {
    const kind = looked[i];
    if (kind) for (const object of list) world.know(kind.resource, object);
  });

  const explanations: Explanation[] = [];
  const told = new Set<string>();
  let seen = 0;
  for (const [i, { resource }] of looked.entries()) {
    const list = lists[i] ?? [];
    seen += list.length;
    const asked = list.filter((object) => !isSpokenFor(object, told));
    const answers = await Promise.all(
      asked.map((object) =>
        explainIn(world, {
          resource,
          name: object.metadata.name,
          ...(object.metadata.namespace !== undefined && { namespace: object.metadata.namespace }),
        }),
      ),
    );
    answers.forEach((answer, n) => {
      const object = asked[n];
      if (answer.verdict === 'ok' || told.has(keyOf(answer.about))) return;
      explanations.push(answer);
      if (object) told.add(object.metadata.uid);
      for (const one of answer.findings) remember(one, told);
    });
    // Its Pods and ReplicaSets are spoken for, and what they own in turn.
    if (resource.kind !== pods.kind)
      for (const other of lists.flat()) if (told.has(controllerOf(other)?.uid ?? '')) told.add(other.metadata.uid);
  }
  return { explanations, seen, blind: [...world.blind] };
}

const keyOf = ({ kind, namespace, name }: Reference): string => `${kind}/${namespace ?? ''}/${name}`;

function remember(one: Finding, told: Set<string>): void {
  for (const below of one.because) {
    if (below.verdict !== 'hint') told.add(keyOf(below.about));
    remember(below, told);
  }
}

const isSpokenFor = (object: Stored<KubeObject>, told: ReadonlySet<string>): boolean =>
  told.has(object.metadata.uid) || told.has(controllerOf(object)?.uid ?? '');
