/** Answers for one object: what is wrong with it, down to the root, or that nothing is. */
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { deletion } from './causes/deletion.ts';
import { explanationOf, finding, type Explanation, type Finding, type Reference } from './explanation.ts';
import { Investigation } from './investigation.ts';
import type { KindExplainer } from './kind.ts';
import { kinds } from './kinds/index.ts';
import type { Reader } from './reader.ts';
import { clause, command, refTo, since, title } from './words.ts';

/** Which object: its resource, and its name. */
export interface ObjectReference {
  readonly resource: Resource;
  readonly name: string;
  /** Of what stands in a namespace. */
  readonly namespace?: string;
}

/** An explanation with what could not be seen for it. */
export interface Answer extends Explanation {
  /** Refusals of the server: what they hide may be the cause. */
  readonly blind: readonly string[];
}

/** Rejects with ApiError when the server refuses otherwise than by "not found" and "forbidden". */
export async function explain(reader: Reader, ref: ObjectReference, now = Date.now()): Promise<Answer> {
  const world = new Investigation(reader, findingsOf, now);
  return { ...(await explainIn(world, ref)), blind: [...world.blind] };
}

/** The same within an investigation that goes on. */
export async function explainIn(
  world: Investigation,
  { resource, name, namespace }: ObjectReference,
): Promise<Explanation> {
  const about = refTo(resource, name, namespace);
  const object = await world.get(resource, name, about.namespace);
  if (!object) {
    const hidden = world.refusalOf(resource, name, about.namespace);
    return explanationOf(about, [hidden === undefined ? await absent(world, about) : unreadable(about, hidden)], '');
  }
  const found = await world.because(about, () => findIn(world, resource, object, about));
  const kind = kindOf(about.kind);
  const fine = kind ? kind.fine(object, world) : 'shows no sign of trouble in its conditions and events';
  return explanationOf(about, found, `${title(about)} ${fine}.`);
}

const kindOf = (kind: string): KindExplainer<KubeObject> | undefined => kinds.find((k) => k.resource.kind === kind);

/** What is found about a kind that has a file of its own; how one object's explanation asks for another's. */
export async function findingsOf(world: Investigation, about: Reference): Promise<readonly Finding[]> {
  const kind = kindOf(about.kind);
  const object = kind && (await world.get(kind.resource, about.name, about.namespace));
  return object ? findIn(world, kind.resource, object, about) : [];
}

async function findIn(
  world: Investigation,
  resource: Resource,
  object: Stored<KubeObject>,
  about: Reference,
): Promise<readonly Finding[]> {
  const kind = kindOf(resource.kind);
  const own = kind ? await kind.find(object, world) : await general(world, object, about);
  return own.length > 0 ? own : deletion(object, about, world);
}

/** Any kind: a condition that says no, or a warning among its events. */
async function general(
  world: Investigation,
  object: Stored<KubeObject>,
  about: Reference,
): Promise<readonly Finding[]> {
  const ready = conditionsOf(object).find(
    (c) => ['Ready', 'Available', 'Established', 'Healthy'].includes(c.type) && c.status === 'False',
  );
  const [latest] = await world.eventsOf(about);
  if (!ready && latest?.type !== 'Warning') return [];
  return [
    finding({
      cause: ready ? 'condition' : 'warning-event',
      about,
      summary: ready
        ? `${title(about)} says ${ready.type}=False: ${clause(ready.message ?? ready.reason ?? '')}.`
        : `${title(about)}: ${clause(latest?.message ?? '')}.`,
      evidence: latest?.type === 'Warning' ? [`${latest.reason ?? ''}: ${latest.message ?? ''}`] : [],
      commands: [command('describe', about)],
    }),
  ];
}

interface AnyCondition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

function conditionsOf(object: KubeObject): readonly AnyCondition[] {
  // A named seam: most kinds have `status.conditions` of this form; what is not of it is passed over.
  const { status } = object as { status?: { conditions?: unknown } };
  return Array.isArray(status?.conditions)
    ? status.conditions.filter((c: unknown): c is AnyCondition => typeof c === 'object' && c !== null && 'type' in c)
    : [];
}

const unreadable = (about: Reference, message: string): Finding =>
  finding({
    cause: 'unreadable',
    about,
    summary: `${title(about)} cannot be looked at: you may not read it.`,
    evidence: [message],
    advice: ['Ask as somebody who may, or have a Role bound to you that allows it.'],
    commands: [command('auth can-i get', about)],
  });

/** It is not there: what its last events tell of its end, as of a Pod that gave way to another. */
async function absent(world: Investigation, about: Reference): Promise<Finding> {
  const events = await world.eventsOf(about);
  const preempted = events.find((e) => e.reason === 'Preempted');
  const evicted = events.find((e) => e.reason === 'Evicted' || e.reason === 'TaintManagerEviction');
  const telling = preempted ?? evicted;
  const where = about.namespace === undefined ? '' : ` in namespace ${about.namespace}`;
  return finding({
    cause: preempted ? 'preempted' : evicted ? 'evicted' : 'not-found',
    about,
    summary: telling
      ? `${title(about)} is gone${where}: ${preempted ? 'it gave way to a Pod of higher priority' : 'it was evicted'} ${since(telling.lastTimestamp ?? telling.metadata.creationTimestamp, world.now) ?? '?'} ago.`
      : `${title(about)} does not exist${where}.`,
    evidence: (telling ? [telling] : events.slice(0, 3)).map((e) => `${e.reason ?? ''}: ${e.message ?? ''}`),
    advice: preempted ? ['Give it a higher priorityClassName, make room, or add a node.'] : [],
    commands: [`kubectl get ${about.kind.toLowerCase()}${about.namespace === undefined ? '' : ' -A'}`],
  });
}
