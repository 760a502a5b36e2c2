/** Sums up ClusterRoles: one with an aggregationRule has the rules of all that it selects (upstream's clusterroleaggregation). */
import type { ClusterRole, PolicyRule } from '../api/rbac/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { semanticEqual } from '../machinery/equal.ts';
import { matchesSelector, selectorFrom } from '../machinery/labels.ts';
import type { Stored } from '../machinery/object.ts';
import { clusterRoles } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';

export const clusterRoleAggregationController: Controller = {
  name: 'clusterrole-aggregation-controller',
  serviceAccount: 'clusterrole-aggregation-controller',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const roles = informers.for(clusterRoles);
    const queue = new WorkQueue();
    // Whatever changes may be part of a sum, also one of which it was a part before.
    const enqueueSums = (): void => {
      for (const role of roles.list()) if (role.aggregationRule) queue.add(role.metadata.name);
    };
    stack.use(roles.addHandler({ added: enqueueSums, updated: enqueueSums, deleted: enqueueSums }));
    await roles.synced;
    stack.use(
      runWorkers(
        queue,
        5,
        async (name) => {
          const role = roles.get(name);
          if (!role?.aggregationRule) return;
          const rules = sumOf(role, roles.list());
          if (!semanticEqual(rules, role.rules)) await client.resource(clusterRoles).update({ ...role, rules });
        },
        log,
      ),
    );
    return stack.move();
  },
};

/** Each rule once, by the names of the roles that they come from. */
function sumOf(role: Stored<ClusterRole>, all: readonly Stored<ClusterRole>[]): PolicyRule[] {
  const selectors = (role.aggregationRule?.clusterRoleSelectors ?? []).map(selectorFrom);
  const parts = all
    .filter(({ metadata }) => metadata.name !== role.metadata.name)
    .filter(({ metadata }) => selectors.some((selector) => matchesSelector(selector, metadata.labels)))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rules = new Map<string, PolicyRule>();
  for (const part of parts) for (const rule of part.rules ?? []) rules.set(JSON.stringify(rule), rule);
  return [...rules.values()];
}
