/** The scheduler found no node: which of its reasons, what the Pod asks for, and what would let it in. */
import type { Node, PodSpec } from '../../api/core/v1.ts';
import { formatLabels } from '../../machinery/labels.ts';
import { getCondition, podRequests } from '../../machinery/pod.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import { nodes, persistentVolumeClaims } from '../../machinery/resources.ts';
import { taintKeys } from '../../machinery/taints.ts';
import { finding, type Finding } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import type { PodCause, PodView } from '../podView.ts';
import { clause, command, count, listed, refTo, title } from '../words.ts';

/** What one of the scheduler's reasons means. */
interface Meaning {
  readonly cause: string;
  /** Behind `no node fits: `, for the nodes that have the reason. */
  readonly says: string;
  readonly advice: string;
  readonly commands?: readonly string[];
  readonly because?: readonly Finding[];
}

type Knows = (match: RegExpMatchArray, view: PodView, world: Investigation) => Promise<Meaning> | Meaning;

export const scheduling: PodCause = async (view, world) => {
  const { pod, about } = view;
  if (pod.spec?.nodeName) return [];
  const gates = (pod.spec?.schedulingGates ?? []).map((g) => g.name);
  if (gates.length > 0)
    return [
      finding({
        cause: 'scheduling-gates',
        verdict: 'waiting',
        about,
        summary: `${title(about)} is held back by its scheduling ${gates.length === 1 ? 'gate' : 'gates'} ${listed(gates)}.`,
        advice: ['Whoever put a gate there takes it away when the Pod may run; so can you.'],
        commands: [command('patch', about, `--type=json -p '[{"op":"remove","path":"/spec/schedulingGates"}]'`)],
      }),
    ];
  const verdict = getCondition(pod.status?.conditions, 'PodScheduled');
  const message = verdict?.message ?? '';
  const { all, parts } = reasonsOf(message);
  // Once it has chosen a node, the scheduler says nothing until the volumes are made.
  if (parts.length === 0) {
    const volumes = await unboundClaims(view, world);
    if (volumes) return [volumes];
  }
  if (verdict?.status !== 'False') return [notSeen(view)];
  const meanings = await Promise.all(parts.map(({ reason }) => meaningOf(reason, view, world)));
  const [first] = meanings;
  if (!first) return [unclear(view, message)];
  const says = meanings.map((m, i) => {
    const nodesWithIt = parts[i]?.nodes;
    return meanings.length === 1 || nodesWithIt === undefined ? m.says : `${count(nodesWithIt, 'node')}: ${m.says}`;
  });
  const none = all === 1 ? 'the only node does not take it' : `none of the ${all} nodes takes it`;
  const isOfNodes = parts[0]?.nodes !== undefined;
  return [
    finding({
      cause: first.cause,
      about,
      summary: `${title(about)} cannot be scheduled: ${isOfNodes ? `${none}: ` : ''}${says.join('; ')}.`,
      evidence: [`scheduler: ${message}`],
      advice: meanings.map((m) => m.advice),
      commands: [...new Set(meanings.flatMap((m) => m.commands ?? []))],
      because: meanings.flatMap((m) => m.because ?? []),
    }),
  ];
};

/** `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: …` in its parts, most nodes first. */
export function reasonsOf(message: string): { all: number; parts: { nodes?: number; reason: string }[] } {
  const [, all = '0', text = ''] = /^0\/(\d+) nodes are available: (.*)$/s.exec(message) ?? [];
  const reasons = text.split(/\. preemption: /)[0] ?? '';
  const parts = reasons
    .split(/, (?=\d+ )/)
    .map((part) => {
      const counted = /^(\d+) (.*)$/s.exec(clause(part));
      return counted ? { nodes: Number(counted[1]), reason: counted[2] ?? '' } : { reason: clause(part) };
    })
    .filter(({ reason }) => reason !== '');
  return { all: Number(all), parts: parts.sort((a, b) => (b.nodes ?? 0) - (a.nodes ?? 0)) };
}

async function meaningOf(reason: string, view: PodView, world: Investigation): Promise<Meaning> {
  for (const [pattern, knows] of known) {
    const match = pattern.exec(reason);
    if (match) return knows(match, view, world);
  }
  return { cause: 'unschedulable', says: reason, advice: 'See what the scheduler says about each node.' };
}

const showNodes = 'kubectl get nodes --show-labels';
const describeNodes = 'kubectl describe nodes';

const known: readonly (readonly [RegExp, Knows])[] = [
  [/^Insufficient (.+)$/, insufficient],
  [
    /^Too many pods/,
    () => ({
      cause: 'too-many-pods',
      says: 'it runs as many Pods as it may',
      advice: 'Delete Pods that nobody needs, or add a node.',
      commands: [`kubectl get pods -A --field-selector=status.phase=Running -o wide`],
    }),
  ],
  [/^node\(s\) had untolerated taint \{([^:}]+): ?([^}]*)\}/, tainted],
  [
    /^node\(s\) were unschedulable/,
    async (_match, _view, world) => {
      const cordoned = (await world.list(nodes)).filter((n) => n.spec?.unschedulable).map((n) => n.metadata.name);
      return {
        cause: 'node-cordoned',
        says: 'it is cordoned',
        advice: 'Let Pods onto the node again.',
        commands: cordoned.map((name) => `kubectl uncordon ${name}`),
      };
    },
  ],
  [/^node\(s\) didn't match Pod's node affinity\/selector/, nodeSelection],
  [
    /^node\(s\) didn't match pod affinity rules/,
    () => ({
      cause: 'pod-affinity',
      says: 'no Pod runs there that its podAffinity wants beside it',
      advice: 'Start the Pods that it wants to be near, or make the rule a preferred one.',
    }),
  ],
  [
    /^node\(s\) didn't match pod anti-affinity rules/,
    () => ({
      cause: 'pod-anti-affinity',
      says: 'a Pod runs there that its podAntiAffinity keeps away from',
      advice: 'Run fewer replicas, add a node, or make the rule a preferred one.',
      commands: ['kubectl get pods -o wide'],
    }),
  ],
  [
    /^node\(s\) didn't satisfy existing pods anti-affinity rules/,
    () => ({
      cause: 'pod-anti-affinity',
      says: 'a Pod runs there whose podAntiAffinity keeps this one away',
      advice: 'Add a node, or loosen the rule of the Pod that is there.',
      commands: ['kubectl get pods -o wide'],
    }),
  ],
  [
    /^node\(s\) didn't match pod topology spread constraints \(missing required label\)/,
    (_match, { pod }) => ({
      cause: 'topology-spread',
      says: `it has no label ${topologyKeys(pod.spec)}, over which the Pod is to be spread`,
      advice: 'Label the nodes, or spread over a label that they have.',
      commands: [showNodes],
    }),
  ],
  [
    /^node\(s\) didn't match pod topology spread constraints/,
    (_match, { pod }) => ({
      cause: 'topology-spread',
      says: `with it the Pods would be spread more unevenly over ${topologyKeys(pod.spec)} than maxSkew allows`,
      advice: 'Add nodes in the other places, raise maxSkew, or set whenUnsatisfiable: ScheduleAnyway.',
      commands: [showNodes],
    }),
  ],
  [
    /^node\(s\) didn't have free ports/,
    (_match, { pod }) => ({
      cause: 'host-port',
      says: `another Pod has the host port ${hostPorts(pod.spec)}`,
      advice: 'Remove hostPort (a Service reaches Pods without it), take another port, or add a node.',
    }),
  ],
  [
    /^node\(s\) had volume node affinity conflict/,
    () => ({
      cause: 'volume-node-affinity',
      says: 'a volume of it is on another node',
      advice: 'Let the Pod run where its volume is: uncordon or repair that node, or remove what forbids it.',
      commands: ['kubectl get pv -o custom-columns=NAME:.metadata.name,WHERE:.spec.nodeAffinity'],
    }),
  ],
  [/^node\(s\) didn't find available persistent volumes to bind/, unbound],
  [/^pod has unbound immediate PersistentVolumeClaims/, unbound],
  [
    /^persistentvolumeclaim "([^"]+)" not found/,
    ([, name = '']) => ({
      cause: 'missing-claim',
      says: `its PersistentVolumeClaim ${name} does not exist`,
      advice: `Create the claim ${name}, or correct claimName in the Pod.`,
      commands: ['kubectl get pvc'],
    }),
  ],
  [
    /^persistentvolumeclaim "([^"]+)" (bound to non-existent persistentvolume|is being deleted)/,
    async ([, name = '', trouble = ''], { about }, world) => ({
      cause: 'lost-claim',
      says: `its PersistentVolumeClaim ${name} ${trouble.replace('bound to non-existent persistentvolume', 'has lost its volume')}`,
      advice: 'Delete the claim and create it anew; what the volume held is gone.',
      because: await world.because(refTo(persistentVolumeClaims, name, about.namespace)),
    }),
  ],
  [
    /^node has pod using PersistentVolumeClaim with the same name/,
    () => ({
      cause: 'claim-in-use',
      says: 'another Pod there uses its PersistentVolumeClaim, which only one Pod may use at a time (ReadWriteOncePod)',
      advice: 'Delete the other Pod, or use a claim with the access mode ReadWriteOnce.',
      commands: ['kubectl get pods -o wide'],
    }),
  ],
  [
    /^pod affinity terms conflict/,
    () => ({
      cause: 'node-affinity',
      says: 'its required nodeAffinity wants different nodes at once',
      advice: 'Terms are alternatives, and what stands within one must hold together: correct the affinity.',
    }),
  ],
];

const resourceTitles: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  'ephemeral-storage': 'local storage',
};

async function insufficient([, name = '']: RegExpMatchArray, { pod }: PodView, world: Investigation): Promise<Meaning> {
  const what = resourceTitles[name] ?? name;
  const asked = podRequests(pod.spec)[name] ?? '';
  const largest = largestOf(await world.list(nodes), name);
  const tooLarge = largest !== undefined && asked !== '' && compareQuantities(asked, largest) > 0;
  const most = largest === undefined ? '' : `; the largest node has ${largest} in all`;
  return {
    cause: name in resourceTitles ? `insufficient-${name}` : 'insufficient-resource',
    says: `too little ${what} is free: it asks for ${asked || 'more'}${most}`,
    advice: tooLarge
      ? `No node will ever have that much: request less ${what}, or add a larger node.`
      : `Request less ${what}, make room (scale something down), or add a node.`,
    commands: [`${describeNodes} | grep -A8 'Allocated resources'`],
  };
}

function largestOf(all: readonly Node[], resource: string): string | undefined {
  const amounts = all.flatMap((n) => n.status?.allocatable?.[resource] ?? []);
  return amounts.sort((a, b) => compareQuantities(b, a))[0];
}

/** Taints that say that something is wrong with the node itself. */
const ownTaints = new Set<string>(Object.values(taintKeys));

async function tainted([, key = '', value = '']: RegExpMatchArray, _: PodView, world: Investigation): Promise<Meaning> {
  const all = (await world.list(nodes)).filter((n) => n.spec?.taints?.some((t) => t.key === key));
  const text = value === '' ? key : `${key}=${value}`;
  if (ownTaints.has(key)) {
    const troubles = await Promise.all(all.slice(0, 3).map((n) => world.because(refTo(nodes, n.metadata.name))));
    return {
      cause: 'node-not-ready',
      says: `it is not fit for Pods (taint ${text})`,
      advice: 'Repair the node: the taint goes by itself.',
      commands: all.slice(0, 3).map((n) => `peapod why node/${n.metadata.name}`),
      because: troubles.flat(),
    };
  }
  return {
    cause: 'taint',
    says: `it has the taint ${text}, which the Pod does not tolerate`,
    advice: 'Give the Pod a toleration for it, or take the taint off the node.',
    commands: all.slice(0, 3).map((n) => `kubectl taint node ${n.metadata.name} ${key}-`),
  };
}

async function nodeSelection(_: RegExpMatchArray, { pod }: PodView, world: Investigation): Promise<Meaning> {
  const wanted = pod.spec?.nodeSelector ?? {};
  const all = await world.list(nodes);
  const missing = Object.entries(wanted).filter(([k, v]) => !all.some((n) => n.metadata.labels?.[k] === v));
  if (missing.length > 0 || !pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) {
    const labels = formatLabels(missing.length > 0 ? Object.fromEntries(missing) : wanted);
    return {
      cause: 'node-selector',
      says: `it lacks the label ${labels} of the Pod's nodeSelector`,
      advice: 'Label a node so, or change the nodeSelector.',
      commands: [`kubectl label node <node> ${labels.replaceAll(',', ' ')}`, showNodes],
    };
  }
  return {
    cause: 'node-affinity',
    says: "its labels do not match the Pod's required nodeAffinity",
    advice: 'Label a node as the affinity wants it, or make it a preferred one.',
    commands: [showNodes],
  };
}

function unbound(_: RegExpMatchArray, view: PodView, world: Investigation): Promise<Meaning> {
  return waitingForClaims(view, world);
}

/** Undefined when all its claims have their volumes. */
async function unboundClaims(view: PodView, world: Investigation): Promise<Finding | undefined> {
  const { says, advice, because = [], ...rest } = await waitingForClaims(view, world);
  // A claim that waits for this very Pod is no reason for it.
  if (because.every((f) => f.cause === 'waits-for-consumer')) return undefined;
  const { about } = view;
  const summary = `${title(about)} waits: ${says}.`;
  const wrong = because.some((f) => f.verdict === 'wrong');
  return finding({ ...rest, verdict: wrong ? 'wrong' : 'waiting', about, summary, advice: [advice], because });
}

async function waitingForClaims({ pod, about }: PodView, world: Investigation): Promise<Meaning> {
  const names = (pod.spec?.volumes ?? []).flatMap((v) => v.persistentVolumeClaim?.claimName ?? []);
  const claims = await Promise.all(names.map((n) => world.get(persistentVolumeClaims, n, about.namespace)));
  const open = claims
    .filter((c) => c !== undefined && c.status?.phase !== 'Bound')
    .flatMap((c) => c?.metadata.name ?? []);
  const troubles = await Promise.all(
    open.map((name) => world.because(refTo(persistentVolumeClaims, name, about.namespace))),
  );
  return {
    cause: 'unbound-claim',
    says: `its PersistentVolumeClaim ${listed(open.length > 0 ? open : names)} has no volume`,
    advice: 'Once the claim is bound, the Pod is scheduled by itself.',
    commands: [`kubectl get pvc${about.namespace === 'default' ? '' : ` -n ${about.namespace ?? ''}`}`],
    because: troubles.flat(),
  };
}

const topologyKeys = (spec: PodSpec | undefined): string =>
  listed([...new Set((spec?.topologySpreadConstraints ?? []).map((c) => c.topologyKey))]);

const hostPorts = (spec: PodSpec | undefined): string =>
  listed(
    (spec?.containers ?? []).flatMap((c) => (c.ports ?? []).flatMap((p) => (p.hostPort ? [`${p.hostPort}`] : []))),
  );

/** Nobody has looked at the Pod yet; when its scheduler is a stranger's, perhaps nobody ever will. */
function notSeen({ pod, about }: PodView): Finding {
  const name = pod.spec?.schedulerName ?? 'default-scheduler';
  const foreign = name !== 'default-scheduler';
  return finding({
    cause: foreign ? 'foreign-scheduler' : 'not-scheduled-yet',
    verdict: foreign ? 'wrong' : 'waiting',
    about,
    summary: foreign
      ? `${title(about)} waits for the scheduler ${name}, which has said nothing about it.`
      : `${title(about)} has not been looked at by the scheduler yet.`,
    advice: foreign ? [`Start the scheduler ${name}, or leave schedulerName out.`] : [],
    commands: foreign ? [] : ['peapod status'],
  });
}

const unclear = ({ about }: PodView, message: string): Finding =>
  finding({
    cause: 'unschedulable',
    about,
    summary: `${title(about)} cannot be scheduled: ${clause(message) || 'the scheduler does not say why'}.`,
    commands: [command('describe', about), 'kubectl get nodes'],
  });
