/**
 * Signs kube-public/cluster-info with every bootstrap token that may be used so (upstream's bootstrap signer): whoever has
 * a token can tell that what it reads there, of a server that it does not know yet, is the cluster's own word.
 */
import type { ConfigMap, Secret } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { semanticEqual } from '../machinery/equal.ts';
import {
  bootstrapTokenNamespace,
  bootstrapTokenType,
  clusterInfo,
  hasEnded,
  signatureKey,
} from '../machinery/bootstrapToken.ts';
import { configMaps as configMapResource, secrets as secretResource } from '../machinery/resources.ts';
import { signDetached } from '../client/detachedSignature.ts';
import type { Controller } from './controller.ts';

export const bootstrapSigner: Controller = {
  name: 'bootstrap-signer-controller',
  serviceAccount: 'bootstrap-signer',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const secrets = informers.for(secretResource, {
      namespace: bootstrapTokenNamespace,
      fieldSelector: `type=${bootstrapTokenType}`,
    });
    const maps = informers.for(configMapResource, {
      namespace: clusterInfo.namespace,
      fieldSelector: `metadata.name=${clusterInfo.name}`,
    });
    const queue = new WorkQueue();
    const look = (): void => queue.add('sign');
    stack.use(secrets.addHandler({ added: look, updated: look, deleted: look }));
    stack.use(maps.addHandler({ added: look, updated: look }));
    await Promise.all([secrets.synced, maps.synced]);
    stack.use(
      runWorkers(
        queue,
        1,
        async () => {
          const map = maps.get(`${clusterInfo.namespace}/${clusterInfo.name}`);
          if (!map) return;
          const data = signed(map, secrets.list());
          if (!semanticEqual(data, map.data)) await client.resource(configMapResource).update({ ...map, data });
        },
        log,
      ),
    );
    return stack.move();
  },
};

/** The data with exactly the signatures of the tokens of now. */
function signed({ data = {} }: ConfigMap, secrets: readonly Secret[]): Record<string, string> {
  const content = data[clusterInfo.key] ?? '';
  const kept = Object.entries(data).filter(([key]) => !key.startsWith(signatureKey('')));
  const signatures = secrets.flatMap((secret): [string, string][] => {
    const field = (name: string): string => Buffer.from(secret.data?.[name] ?? '', 'base64').toString();
    const id = field('token-id');
    if (field('usage-bootstrap-signing') !== 'true' || hasEnded(field('expiration'), Date.now()) || content === '')
      return [];
    return [[signatureKey(id), signDetached(content, id, field('token-secret'))]];
  });
  return Object.fromEntries([...kept, ...signatures]);
}
