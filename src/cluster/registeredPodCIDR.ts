/** The block of Pod addresses that the control plane gives this node. */
import { createClient } from '../client/createClient.ts';
import { nodes } from '../machinery/resources.ts';
import { registerNode } from '../node/registration.ts';
import { apiServerAnswers } from './apiServerAnswers.ts';
import type { NodeContext } from './nodeContext.ts';
import { nodeTransport } from './nodeTransport.ts';

/** Makes the node known, as nobody gets a block before, and resolves when it has one. */
export async function registeredPodCIDR({ config, identity }: NodeContext): Promise<string> {
  const { nodeName } = config;
  using transport = nodeTransport(config, identity, 'kubelet');
  await apiServerAnswers(transport);
  const client = createClient(transport);
  const { spec } = await registerNode({ client, nodeName });
  if (spec?.podCIDR) return spec.podCIDR;
  const stop = new AbortController();
  try {
    for (;;) {
      const parameters = { fieldSelector: `metadata.name=${nodeName}` };
      for await (const { type, object } of client.resource(nodes).watch(undefined, parameters, stop.signal)) {
        if (type !== 'BOOKMARK' && type !== 'DELETED' && object.spec?.podCIDR) return object.spec.podCIDR;
      }
    }
  } finally {
    stop.abort();
  }
}
