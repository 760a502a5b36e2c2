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

/** Where a kind keeps what a Scale is made of. */
export interface ScaleAccess<T extends KubeObject> {
  /** Wanted; undefined where the object does not say. */
  readonly replicas: (object: T) => number | undefined;
  /** There are so many. */
  readonly current: (object: T) => number | undefined;
  /** The text form of the selector by which the kind finds its Pods; '' for none. */
  readonly selector: (object: T) => string;
  /** A new object that wants so many, or `old` itself where it does already. */
  readonly withReplicas: (old: KubeObject, replicas: number) => KubeObject;
  /** Throws where an object cannot be read as a Scale. */
  readonly check?: (object: T) => void;
}

/** The Scale of kinds that keep it in spec.replicas and status.replicas. */
export const scaleSubresource = <T extends Scalable>(
  resource: Resource<T>,
  selector: (object: T) => string,
): CustomSubresource =>
  scaleOver(resource, {
    replicas: (object) => object.spec?.replicas,
    current: (object) => object.status?.replicas,
    selector,
    withReplicas,
  });

export function scaleOver<T extends KubeObject>(resource: Resource<T>, access: ScaleAccess<T>): CustomSubresource {
  const scaleOf = (object: T): Scale => {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
    const selector = access.selector(object);
    const replicas = access.replicas(object);
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
      spec: replicas ? { replicas } : {},
      status: { replicas: access.current(object) ?? 0, ...(selector && { selector }) },
    };
  };
  return {
    kind: 'custom',
    group: 'autoscaling',
    version: 'v1',
    objectKind: 'Scale',
    verbs: {
      async get({ storage, namespace, name }) {
        // Named seams, here and below: what is stored under the resource is of its kind, and the body has been decoded as a Scale.
        const object = storage.get(namespace, name) as T;
        access.check?.(object);
        return { status: 200, object: scaleOf(object) };
      },
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
            return access.withReplicas(old, replicas);
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
