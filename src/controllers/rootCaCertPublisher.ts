/** Every active namespace has a ConfigMap "kube-root-ca.crt" by which Pods know the API server. */
import type { ConfigMap } from '../api/core/v1.ts';
import type { Stored } from '../machinery/object.ts';
import { isAlreadyExists } from '../machinery/apiError.ts';
import { configMaps, namespaces } from '../machinery/resources.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import type { Controller } from './controller.ts';
import { isNamespaceTerminating } from './podControl.ts';

const name = 'kube-root-ca.crt';
const annotations = {
  'kubernetes.io/description':
    "The certificates that sign the API server's own, as seen from inside the cluster. Nothing else is to be trusted by them.",
};

/** `ca`: PEM. The ConfigMap is put right when anybody changes it. */
export function rootCaCertPublisher(ca: string): Controller {
  const data = { 'ca.crt': ca };
  const isRight = (map: Stored<ConfigMap>): boolean =>
    Object.keys(map.data ?? {}).length === 1 &&
    map.data?.['ca.crt'] === ca &&
    map.metadata.annotations?.['kubernetes.io/description'] !== undefined;
  return {
    name: 'root-ca-certificate-publisher-controller',
    serviceAccount: 'root-ca-cert-publisher',
    async start({ client, informers, log }) {
      await using stack = new AsyncDisposableStack();
      const spaces = informers.for(namespaces);
      // Only these, not every ConfigMap of the cluster.
      const maps = informers.for(configMaps, { fieldSelector: `metadata.name=${name}` });
      const queue = new WorkQueue();
      const add = (namespace: { metadata: { name: string } }): void => queue.add(namespace.metadata.name);
      const addNamespaceOf = (map: Stored<ConfigMap>): void => queue.add(map.metadata.namespace ?? '');
      stack.use(spaces.addHandler({ added: add, updated: add }));
      stack.use(maps.addHandler({ updated: addNamespaceOf, deleted: addNamespaceOf }));
      await Promise.all([spaces.synced, maps.synced]);
      stack.use(
        runWorkers(
          queue,
          1,
          async (namespace) => {
            if (spaces.get(namespace)?.status?.phase !== 'Active') return;
            const map = maps.get(`${namespace}/${name}`);
            if (map && isRight(map)) return;
            try {
              if (map)
                await client.resource(configMaps).update({
                  ...map,
                  metadata: { ...map.metadata, annotations: { ...map.metadata.annotations, ...annotations } },
                  data,
                });
              else await client.resource(configMaps).create({ metadata: { name, namespace, annotations }, data });
            } catch (error) {
              if (!isAlreadyExists(error) && !isNamespaceTerminating(error)) throw error;
            }
          },
          log,
        ),
      );
      return stack.move();
    },
  };
}
