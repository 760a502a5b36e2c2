/** Removes what a cluster made on the machine, and only that. Its processes must have ended. Run again, it finds nothing. */
import { removePodNetwork } from '../network/podNetwork.ts';
import { removePolicyTable } from '../network/policy/networkPolicies.ts';
import { removeServiceTable } from '../network/proxy/serviceProxy.ts';
import { cleanupRuntime } from '../node/runtime/cleanup.ts';
import { unmountBelow } from '../node/runtime/mounts.ts';
import { runtimePaths } from '../node/runtime/paths.ts';
import type { ClusterConfig } from './config.ts';
import { policyTable, serviceTable, type Layout } from './layout.ts';

export async function clearMachine(layout: Layout, config: ClusterConfig): Promise<void> {
  const directories = { dataDir: layout.data, stateDir: layout.run };
  await cleanupRuntime({ ...directories, cgroupParents: [`/${layout.name}`] });
  await unmountBelow(layout.node);
  await removeServiceTable(serviceTable(layout));
  await removePolicyTable(policyTable(layout));
  const { cniAddresses } = runtimePaths(directories);
  await removePodNetwork({ bridge: config.bridge, table: layout.name, addressDir: cniAddresses });
}
