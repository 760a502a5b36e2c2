/** The objects that arguments and files name, each as it is on the server: what most changing verbs begin with. */
import type { Resource } from '../../machinery/resource.ts';
import { fetchTarget, objectsOf, type FetchOptions } from '../kube/fetchTargets.ts';
import type { JsonObject } from '../kube/json.ts';
import { textAt } from '../kube/json.ts';
import type { Session } from '../kube/session.ts';
import { resolveTargets, type TargetOptions } from '../kube/targets.ts';

export interface Found {
  readonly resource: Resource;
  /** Undefined for what is cluster-scoped. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: JsonObject;
}

export interface FoundObjects {
  readonly found: readonly Found[];
  /** Of what could not be had; the rest is there all the same. */
  readonly errors: readonly unknown[];
  /** Whether one single object was asked for. */
  readonly single: boolean;
}

/** Throws CommandError when the arguments make no sense. */
export async function findObjects(
  session: Session,
  options: TargetOptions & Pick<FetchOptions, 'subresource'>,
): Promise<FoundObjects> {
  const { targets, single } = await resolveTargets(session, options);
  const found: Found[] = [];
  const errors: unknown[] = [];
  for (const target of targets) {
    try {
      const fetched = await fetchTarget(session, target, {
        ...(options.selector && { selector: options.selector }),
        ...(options.fieldSelector && { fieldSelector: options.fieldSelector }),
        ...(options.subresource && { subresource: options.subresource }),
        chunkSize: 500,
      });
      for (const object of objectsOf(fetched)) {
        const namespace = target.resource.namespaced ? textAt(object, 'metadata', 'namespace') : undefined;
        found.push({ resource: target.resource, namespace, name: textAt(object, 'metadata', 'name'), object });
      }
    } catch (error) {
      errors.push(error);
    }
  }
  return { found, errors, single };
}

/** Does it for each, and hands back what went wrong beside what had gone wrong before. */
export async function forEachFound(
  { found, errors }: FoundObjects,
  act: (one: Found) => Promise<void>,
): Promise<readonly unknown[]> {
  const failed = [...errors];
  for (const one of found) {
    try {
      await act(one);
    } catch (error) {
      failed.push(error);
    }
  }
  return failed;
}
