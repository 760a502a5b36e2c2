/** Services: nobody behind them, and which link of the chain is broken: selector, Pods, ports, policies. */
import type { Pod, Service } from '../../api/core/v1.ts';
import {
  formatLabels,
  formatSelector,
  matchesSelector,
  selectorFrom,
  selectorFromSet,
} from '../../machinery/labels.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodReady, isPodTerminal } from '../../machinery/pod.ts';
import { endpointSlices, networkPolicies, pods, services } from '../../machinery/resources.ts';
import { finding, type Finding, type Reference } from '../explanation.ts';
import { latest, type Investigation } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { troubleOf } from '../podsOf.ts';
import { clause, command, inNamespace, listed, refOf, title } from '../words.ts';

export const service: KindExplainer<Service> = {
  resource: services,
  async find(object, world) {
    const about = refOf(services, object);
    const { spec } = object;
    if (spec?.type === 'ExternalName') return [];
    const selector = spec?.selector ?? {};
    if (Object.keys(selector).length === 0) return isOfCluster(object) ? [] : ownEndpoints(about, world);
    const [all, trouble] = await Promise.all([
      world.list(pods, about.namespace, { labelSelector: formatSelector(selectorFromSet(selector)) }),
      balancer(object, about, world),
    ]);
    const living = all.filter((pod) => !isPodTerminal(pod));
    if (living.length === 0) return [...trouble, await matchesNothing(object, about, world)];
    const ready = living.filter((pod) => isPodReady(pod) || spec?.publishNotReadyAddresses);
    if (ready.length === 0)
      return [
        ...trouble,
        finding({
          cause: 'no-endpoints',
          about,
          summary: `${title(about)} has no endpoints: ${living.length === 1 ? 'its only Pod is' : `none of its ${living.length} Pods is`} ready.`,
          because: await troubleOf(living, world),
        }),
      ];
    return [...trouble, ...wrongPorts(object, about, ready), ...(await isolated(about, ready, world))];
  },
  fine: (object) => {
    const { spec } = object;
    const address = spec?.clusterIP === 'None' ? 'the addresses of its Pods' : (spec?.clusterIP ?? '');
    if (spec?.type === 'ExternalName') return `is a name for ${spec.externalName ?? ''}`;
    if (!spec?.selector) return `answers at ${address}`;
    return `answers at ${address}: it has Pods that are ready, and its ports lead to them`;
  },
};

/** A Service that the nodes themselves answer for, as that of cluster DNS, has no endpoints to look at. */
const isOfCluster = ({ metadata }: Stored<Service>): boolean =>
  metadata.labels?.['kubernetes.io/cluster-service'] === 'true';

async function ownEndpoints(about: Reference, world: Investigation): Promise<Finding[]> {
  const labelSelector = `kubernetes.io/service-name=${about.name}`;
  const slices = await world.list(endpointSlices, about.namespace, { labelSelector });
  if (slices.some((s) => s.endpoints.some((e) => e.conditions?.ready !== false))) return [];
  return [
    finding({
      cause: 'no-endpoints',
      about,
      summary: `${title(about)} has no selector, and nobody has given it endpoints.`,
      advice: ['Give it a selector, or create an EndpointSlice with the addresses that it is to lead to.'],
    }),
  ];
}

async function matchesNothing(object: Stored<Service>, about: Reference, world: Investigation): Promise<Finding> {
  const selector = object.spec?.selector ?? {};
  const others = (await world.list(pods, about.namespace)).filter((pod) => !isPodTerminal(pod));
  const near = others
    .map((pod) => ({ pod, hits: Object.entries(selector).filter(([k, v]) => pod.metadata.labels?.[k] === v).length }))
    .sort((a, b) => b.hits - a.hits || similarity(b.pod, about) - similarity(a.pod, about))[0];
  const labels = near?.pod.metadata.labels;
  return finding({
    cause: 'selector-matches-nothing',
    about,
    summary: `${title(about)} has no endpoints: no Pod has the labels ${formatLabels(selector)} of its selector.`,
    evidence: near
      ? [`the nearest is Pod ${near.pod.metadata.name}, with ${labels ? formatLabels(labels) : 'no labels'}`]
      : ['there are no Pods in the namespace'],
    advice: [near ? "Make the selector say what the Pods' labels say." : 'Start the Pods that it is to lead to.'],
    commands: [`kubectl get pods${inNamespace(about)} --show-labels`, ...(near ? [command('edit', about)] : [])],
  });
}

/** 1 for a Pod whose name says that it may be meant. */
const similarity = ({ metadata }: Stored<Pod>, { name }: Reference): number => (metadata.name.startsWith(name) ? 1 : 0);

function wrongPorts({ spec }: Stored<Service>, about: Reference, ready: readonly Stored<Pod>[]): Finding[] {
  const found: Finding[] = [];
  for (const { targetPort, port, protocol = 'TCP', name } of spec?.ports ?? []) {
    if (typeof targetPort !== 'string') continue;
    const declared = ready.flatMap((pod) => portsOf(pod));
    if (declared.some((p) => p.name === targetPort && (p.protocol ?? 'TCP') === protocol)) continue;
    const names = [...new Set(declared.flatMap((p) => (p.name ? [`${p.name} (${p.containerPort})`] : [])))];
    found.push(
      finding({
        cause: 'wrong-target-port',
        about,
        summary: `${title(about)}: its port ${name ?? port} leads to the port named "${targetPort}", which none of its Pods has.`,
        evidence: [
          names.length > 0
            ? `their containers name ${listed(names)}`
            : `their containers name no port${declared.length > 0 ? `; they have ${listed([...new Set(declared.map((p) => String(p.containerPort)))])}` : ''}`,
        ],
        advice: ["Set targetPort to the name or number of a container's port."],
        commands: [command('edit', about)],
      }),
    );
  }
  return found;
}

const portsOf = ({ spec }: Stored<Pod>) =>
  [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')].flatMap(
    (c) => c.ports ?? [],
  );

/** Policies that keep others from the Pods: not wrong, but often why nothing answers. */
async function isolated(about: Reference, ready: readonly Stored<Pod>[], world: Investigation): Promise<Finding[]> {
  const policies = await world.list(networkPolicies, about.namespace);
  const hit = policies.filter(({ spec }) => {
    const types = spec?.policyTypes ?? ['Ingress'];
    return (
      types.includes('Ingress') &&
      ready.some((p) => matchesSelector(selectorFrom(spec?.podSelector), p.metadata.labels))
    );
  });
  if (hit.length === 0) return [];
  const closed = hit.every(({ spec }) => (spec?.ingress ?? []).length === 0);
  const names = hit.map((p) => p.metadata.name);
  return [
    finding({
      cause: 'network-policy',
      verdict: 'hint',
      about,
      summary: `${title(about)}: its Pods are isolated by NetworkPolicy ${listed(names)}: ${closed ? 'nobody may connect to them' : 'only those may connect whom it lets in'}.`,
      advice: ['When a client cannot connect, see whether the policies let it in.'],
      commands: [`kubectl describe networkpolicy ${names.slice(0, 3).join(' ')}${inNamespace(about)}`],
    }),
  ];
}

async function balancer({ spec, status }: Stored<Service>, about: Reference, world: Investigation): Promise<Finding[]> {
  if (spec?.type !== 'LoadBalancer' || (status?.loadBalancer?.ingress ?? []).length > 0) return [];
  const { loadBalancerClass: foreign } = spec;
  const failed = foreign ? undefined : latest(await world.eventsOf(about), 'SyncLoadBalancerFailed');
  const why = foreign
    ? `whoever serves its loadBalancerClass ${foreign} has given it none`
    : clause(failed?.message?.replace(/^Error syncing load balancer: /, '') ?? '');
  return [
    finding({
      cause: 'load-balancer-pending',
      verdict: failed ? 'wrong' : 'waiting',
      about,
      summary: `${title(about)} has no external address yet${why && `: ${why}`}.`,
      advice: foreign
        ? [`See whether a controller for ${foreign} runs, or make the Service anew without loadBalancerClass.`]
        : failed
          ? ['Take another port, or free that one: every node takes the traffic at the ports of the Service.']
          : [],
      commands: [
        `kubectl get service ${about.name}${inNamespace(about)} -o wide`,
        ...(failed ? [] : [`kubectl get nodes -o wide`]),
      ],
    }),
  ];
}
