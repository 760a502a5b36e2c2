/** The questions of `why`, asked over the connection of the command line. */
import type { KubeObject, ObjectList, Stored } from '../../machinery/object.ts';
import { pods } from '../../machinery/resources.ts';
import type { ListQuery, Reader } from '../../why/index.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { pathOf } from '../kube/mapper.ts';

export const readerOver = (connection: KubeConnection): Reader => ({
  get: (resource, name, namespace) => connection.json({ path: pathOf(resource, namespace, name) }),
  async list<T extends KubeObject>(
    resource: Parameters<Reader['list']>[0],
    namespace: string | undefined,
    { labelSelector, fieldSelector }: ListQuery = {},
  ): Promise<Stored<T>[]> {
    const path = pathOf(resource, namespace);
    const list = await connection.json<ObjectList<T>>({ path, query: { labelSelector, fieldSelector } });
    return list.items;
  },
  log(namespace, pod, { container, previous, tail }) {
    const query = { container, tailLines: String(tail), ...(previous && { previous: 'true' }) };
    return connection.text({ path: pathOf(pods, namespace, pod, 'log'), query });
  },
});
