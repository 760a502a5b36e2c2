/** Gives a Pod its node, through the API server. */
import type { Binding, Pod } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Stored } from '../machinery/object.ts';
import { pods } from '../machinery/resources.ts';

/** Rejects with ApiError: Conflict when the Pod has a node already, or is another one under that name. */
export async function bindPod(client: Client, pod: Stored<Pod>, nodeName: string): Promise<void> {
  const { name, namespace = '', uid } = pod.metadata;
  const binding: Binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace, uid },
    target: { kind: 'Node', name: nodeName },
  };
  await client.resource(pods).createSubresource(name, namespace, 'binding', binding);
}
