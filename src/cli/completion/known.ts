/** What the cluster and the kubeconfig know, as names. */
import { objectAt, listAt, textAt, type JsonObject } from '../kube/json.ts';
import { builtInResources, pathOf, qualifiedResource } from '../kube/mapper.ts';
import type { Session } from '../kube/session.ts';
import { effectiveKubeconfig } from '../kube/settings.ts';

const namesOnly =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1beta1,application/json';

/** Of all objects of a type, in the namespace of the command where it has one. */
export async function namesOf(session: Session, type: string): Promise<readonly string[]> {
  const resource = await (await session.mapper()).resourceOf(type);
  const list = await (await session.connection()).json<JsonObject>({
    path: pathOf(resource, resource.namespaced ? await session.namespace() : undefined),
    query: { limit: '500' },
    accept: namesOnly,
  });
  return listAt(list, 'items').map((item) => textAt(item, 'metadata', 'name'));
}

/** 'pods', 'deployments.apps': those that can be read; the built-in ones when the server cannot be asked. */
export async function typesOf(session: Session): Promise<readonly string[]> {
  try {
    const served = await (await session.mapper()).served();
    return served.filter((r) => r.verbs.includes('get') && r.preferred).map(qualifiedResource);
  } catch {
    return builtInResources.map(qualifiedResource);
  }
}

/** Names of the kubeconfig's contexts, clusters or users. */
export async function entriesOf(session: Session, list: 'contexts' | 'clusters' | 'users'): Promise<readonly string[]> {
  return [...(await effectiveKubeconfig(session.flags))[list].keys()];
}

/** `target` is a Pod's name, or 'TYPE/NAME' of a Pod or of a workload. */
export async function containersOf(session: Session, target: string): Promise<readonly string[]> {
  const [type = '', name = ''] = target.includes('/') ? target.split('/') : ['pods', target];
  if (name === '') return [];
  const resource = await (await session.mapper()).resourceOf(type);
  const connection = await session.connection();
  const object = await connection.json<JsonObject>({
    path: pathOf(resource, await session.namespace(), name),
  });
  const spec = resource.kind === 'Pod' ? objectAt(object, 'spec') : objectAt(object, 'spec', 'template', 'spec');
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
    listAt(spec, list).map((container) => textAt(container, 'name')),
  );
}
