/**
 * Enforces NetworkPolicies for the Pods of one node.
 *
 * Guarantees:
 *  - A Pod that no policy governs is not touched; without policies the node watches neither Pods nor namespaces for them.
 *  - Connections that stand when a policy comes are left alone; the node itself, and so its probes, reach every Pod.
 *  - Those of the table's keeper. Work for a change of a Pod grows with the policies, not with the Pods of the cluster.
 */
import type { Namespace, Pod } from '../../api/core/v1.ts';
import type { NetworkPolicy, NetworkPolicyPeer } from '../../api/networking/v1.ts';
import type { Informer, InformerFactory } from '../../client/informer.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { matchesSelector, selectorFrom } from '../../machinery/labels.ts';
import type { Logger } from '../../machinery/log.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import { isPodTerminal } from '../../machinery/pod.ts';
import {
  namespaces as namespaceResource,
  networkPolicies as policyResource,
  pods as podResource,
} from '../../machinery/resources.ts';
import { deleteTable } from '../nft.ts';
import { TableKeeper } from '../tables/keeper.ts';
import type { TableRules } from '../tables/rules.ts';
import { podRules, policyRules, type PolicyWorld } from './policyRules.ts';
import { policyTableKind, type PolicyTable } from './policyTable.ts';

export interface NetworkPolicyOptions extends PolicyTable {
  readonly nodeName: string;
  readonly informers: InformerFactory;
  readonly log: Logger;
}

interface Cluster {
  readonly pods: Informer<Pod>;
  readonly namespaces: Informer<Namespace>;
}

const podKey = (pod: Pod): string => `pod/${keyOf(pod)}`;
const policyKey = (policy: NetworkPolicy): string => `policy/${keyOf(policy)}`;

export class NetworkPolicies implements AsyncDisposable {
  readonly #options: NetworkPolicyOptions;
  readonly #keeper: TableKeeper;
  readonly #policies: Informer<NetworkPolicy>;
  readonly #stack = new DisposableStack();
  #cluster: Cluster | undefined;

  private constructor(options: NetworkPolicyOptions) {
    this.#options = options;
    this.#policies = options.informers.for(policyResource);
    this.#keeper = new TableKeeper({
      kind: policyTableKind(options),
      rulesOf: (owner) => this.#rules(owner),
      log: options.log,
    });
  }

  /** Resolves when every policy that there is is in effect. */
  static async start(options: NetworkPolicyOptions): Promise<NetworkPolicies> {
    const all = new NetworkPolicies(options);
    await all.#policies.synced;
    const changed = (policy: Stored<NetworkPolicy>): void => all.#policyChanged(policy);
    if (all.size > 0) await all.#lookAtPods();
    all.#stack.use(all.#policies.addHandler({ added: changed, updated: changed, deleted: changed }));
    await all.#keeper.start();
    return all;
  }

  get trouble(): string {
    return this.#keeper.trouble;
  }

  get size(): number {
    return this.#policies.list().length;
  }

  /** Leaves the table in effect: what is shut stays shut while the process is away. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stack.dispose();
    await this.#keeper[Symbol.asyncDispose]();
  }

  #policyChanged(policy: Stored<NetworkPolicy>): void {
    if (!this.#cluster) {
      this.#lookAtPods().then(
        () => this.#policyChanged(policy),
        (error: unknown) =>
          this.#options.log.warn(
            { error: error instanceof Error ? error.message : String(error) },
            'Pods cannot be watched for policies',
          ),
      );
      return;
    }
    this.#keeper.changed(policyKey(policy));
    for (const pod of this.#cluster.pods.list(policy.metadata.namespace)) this.#keeper.changed(podKey(pod));
  }

  async #lookAtPods(): Promise<void> {
    const { informers } = this.#options;
    const cluster: Cluster = { pods: informers.for(podResource), namespaces: informers.for(namespaceResource) };
    await Promise.all([cluster.pods.synced, cluster.namespaces.synced]);
    if (this.#cluster) return;
    this.#cluster = cluster;
    const pod = (object: Stored<Pod>): void => this.#podChanged(object);
    this.#stack.use(
      cluster.pods.addHandler({
        added: pod,
        updated: (object, old) => {
          if (
            object.status?.podIP === old.status?.podIP &&
            isPodTerminal(object) === isPodTerminal(old) &&
            semanticEqual(object.metadata.labels, old.metadata.labels)
          )
            return;
          this.#podChanged(object, old);
        },
        deleted: pod,
      }),
    );
    const namespace = (): void => this.#policies.list().forEach((policy) => this.#keeper.changed(policyKey(policy)));
    this.#stack.use(
      cluster.namespaces.addHandler({
        added: namespace,
        updated: (object, old) => {
          if (!semanticEqual(object.metadata.labels, old.metadata.labels)) namespace();
        },
      }),
    );
  }

  /** It may be governed by the policies of its namespace, and be a peer in any. */
  #podChanged(...states: readonly [Stored<Pod>, ...Stored<Pod>[]]): void {
    this.#keeper.changed(podKey(states[0]));
    for (const policy of this.#policies.list()) {
      if (states.some((pod) => concerns(policy, pod))) this.#keeper.changed(policyKey(policy));
    }
  }

  #rules(owner: string): TableRules | undefined {
    const slash = owner.indexOf('/');
    const key = owner.slice(slash + 1);
    if (!this.#cluster) return undefined;
    if (owner.startsWith('policy/')) {
      const policy = this.#policies.get(key);
      return policy && policyRules(policy, this.#world(this.#cluster));
    }
    const pod = this.#cluster.pods.get(key);
    if (!pod || pod.spec?.nodeName !== this.#options.nodeName || !hasAddress(pod)) return undefined;
    return podRules(
      pod,
      this.#policies.list(pod.metadata.namespace).filter((policy) => isGoverned(pod, policy)),
    );
  }

  #world({ pods, namespaces }: Cluster): PolicyWorld {
    const matching = (peer: NetworkPolicyPeer['podSelector'], namespace: string): Stored<Pod>[] => {
      const selector = selectorFrom(peer ?? {});
      return pods.list(namespace).filter((pod) => hasAddress(pod) && matchesSelector(selector, pod.metadata.labels));
    };
    return {
      governed: (policy) => matching(policy.spec?.podSelector, policy.metadata?.namespace ?? ''),
      podsOf({ ipBlock, namespaceSelector, podSelector }, own) {
        if (ipBlock) return [];
        if (!namespaceSelector) return matching(podSelector, own);
        const selector = selectorFrom(namespaceSelector);
        return namespaces
          .list()
          .filter(({ metadata }) => matchesSelector(selector, metadata.labels))
          .flatMap(({ metadata }) => matching(podSelector, metadata.name));
      },
    };
  }
}

/** Pods of the node's own network are the node. */
const hasAddress = (pod: Pod): boolean => !!pod.status?.podIP && pod.spec?.hostNetwork !== true && !isPodTerminal(pod);

const isGoverned = (pod: Pod, { spec }: NetworkPolicy): boolean =>
  matchesSelector(selectorFrom(spec?.podSelector ?? {}), pod.metadata?.labels);

/** Whether the policy governs the Pod, or may have it as a peer. */
function concerns(policy: Stored<NetworkPolicy>, pod: Stored<Pod>): boolean {
  const { spec, metadata } = policy;
  const isAtHome = metadata.namespace === pod.metadata.namespace;
  if (isAtHome && isGoverned(pod, policy)) return true;
  const peers = [
    ...(spec?.ingress ?? []).flatMap(({ from }) => from ?? []),
    ...(spec?.egress ?? []).flatMap(({ to }) => to ?? []),
  ];
  return peers.some(
    ({ ipBlock, namespaceSelector, podSelector }) =>
      !ipBlock &&
      (isAtHome || namespaceSelector !== undefined) &&
      matchesSelector(selectorFrom(podSelector ?? {}), pod.metadata.labels),
  );
}

/** Removes every rule of the policies; there may be none. */
export async function removePolicyTable(table: string): Promise<void> {
  await deleteTable('ip', table);
}
