/** Removes what a cluster made on the machine, and only that. Its processes must have ended. Run again, it finds nothing. */
import {
  enterNamespace,
  namespaceExists,
  removeMachineNetwork,
  removeNodeNamespace,
} from '../network/machineNetwork.ts';
import { removeNodeRoutes } from '../network/nodeRoutes.ts';
import { removePodNetwork } from '../network/podNetwork.ts';
import { removePolicyTable } from '../network/policy/networkPolicies.ts';
import { removeServiceTable } from '../network/proxy/serviceProxy.ts';
import { cleanupRuntime } from '../node/runtime/cleanup.ts';
import { unmountBelow } from '../node/mounts.ts';
import { runtimePaths } from '../node/runtime/paths.ts';
import type { NodeConfig } from './nodeConfig.ts';
import { policyTable, serviceTable, type Layout } from './layout.ts';

/** What the node made of a machine that has no further ones, or had: those must be cleared before. */
export async function clearMachine(
  layout: Layout,
  { bridge, containerRuntimeEndpoint }: Pick<NodeConfig, 'bridge' | 'containerRuntimeEndpoint'>,
): Promise<void> {
  await clearRuntime(layout, containerRuntimeEndpoint);
  await removeServiceTable(serviceTable(layout));
  await removePolicyTable(policyTable(layout));
  const { cniAddresses } = runtimePaths({ dataDir: layout.data, stateDir: layout.run });
  await removePodNetwork({ bridge, table: layout.name, addressDir: cniAddresses });
  await removeNodeRoutes({ owner: layout.name, podBridge: bridge });
  await removeMachineNetwork(bridge);
}

/** What a node made that lives in a network namespace: with that go its links, rules and routes. */
export async function clearFurtherNode(layout: Layout): Promise<void> {
  await clearRuntime(layout);
  if (layout.namespace !== undefined) await removeNodeNamespace(layout.namespace);
}

async function clearRuntime(layout: Layout, foreignEndpoint?: string): Promise<void> {
  const { namespace } = layout;
  await cleanupRuntime({
    dataDir: layout.data,
    stateDir: layout.run,
    foreignEndpoint,
    cgroupParents: [`/${layout.name}`],
    launcher: namespace !== undefined && (await namespaceExists(namespace)) ? enterNamespace(namespace) : undefined,
  });
  await unmountBelow(layout.node);
}
