/** The scale subresource (autoscaling/v1 Scale): how many replicas are wanted and there are. */
import type { Scale } from '../../../api/autoscaling/v1.ts';
import { badRequest, invalid, staleObject } from '../../../machinery/apiError.ts';
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { Resource } from '../../../machinery/resource.ts';
import type { CustomSubresource } from '../../registration.ts';

interface Scalable extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas?: number };
}

/** `selectorOf` is the text form of the selector by which the kind finds its Pods. */
export function scaleSubresource<T extends Scalable>(
  resource: Resource<T>,
  selectorOf: (object: T) => string,
): CustomSubresource {
  const scaleOf = (object: T): Scale => {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
    const selector = selectorOf(object);
    return {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: {
        ...(name !== undefined && { name }),
        ...(namespace !== undefined && { namespace }),
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && { resourceVersion }),
        ...(creationTimestamp !== undefined && { creationTimestamp }),
      },
      spec: object.spec?.replicas ? { replicas: object.spec.replicas } : {},
      status: { replicas: object.status?.replicas ?? 0, ...(selector && { selector }) },
    };
  };
  return {
    kind: 'custom',
    group: 'autoscaling',
    version: 'v1',
    objectKind: 'Scale',
    verbs: {
      get: async ({ storage, namespace, name }) => ({
        status: 200,
        object: scaleOf(storage.get(namespace, name) as T),
      }),
      async update({ storage, namespace, name, body, context }) {
        const scale = body as Scale;
        if (scale.metadata?.name !== name) {
          throw badRequest(
            `the name of the object (${scale.metadata?.name ?? ''}) does not match the name on the URL (${name})`,
          );
        }
        const replicas = scale.spec?.replicas ?? 0;
        if (replicas < 0) {
          throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
            invalidValue(path('spec', 'replicas'), replicas, 'must be greater than or equal to 0'),
          ]);
        }
        const wanted = scale.metadata.resourceVersion;
        const updated = await storage.update(
          namespace,
          name,
          (old) => {
            if (wanted && wanted !== '0' && wanted !== old.metadata?.resourceVersion) throw staleObject(resource, name);
            return withReplicas(old, replicas);
          },
          context,
        );
        return { status: 200, object: scaleOf(updated as T) };
      },
    },
  };
}

function withReplicas(old: Scalable, replicas: number): Scalable {
  if (old.spec?.replicas === replicas) return old;
  return {
    ...old,
    metadata: { ...old.metadata, generation: (old.metadata?.generation ?? 0) + 1 },
    spec: { ...old.spec, replicas },
  };
}
