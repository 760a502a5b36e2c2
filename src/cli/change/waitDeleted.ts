import { isNotFound } from '../../machinery/apiError.ts';
import { textAt } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { read, type Where } from './requests.ts';
import { TimedOut, watchObject } from './watchObject.ts';

/** A week: what kubectl takes for without end. */
export const forever = 168 * 3_600_000;

/**
 * Resolves when the object is gone, or another has taken its name (when `uid` is known). Rejects with what kubectl says
 * when the time is over.
 * @param timeout milliseconds
 */
export async function waitDeleted(
  connection: KubeConnection,
  where: Where,
  name: string,
  { uid, timeout }: { readonly uid?: string | undefined; readonly timeout: number },
): Promise<void> {
  const object = await read(connection, where, name).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  if (!object || (uid && textAt(object, 'metadata', 'uid') !== uid)) return;
  if (timeout === 0) throw new Error(`condition not met for ${where.resource.resource}/${name}`);
  try {
    await watchObject(connection, where, name, timeout, (sight) => {
      if (sight === 'absent' || sight.deleted) return true;
      return uid && textAt(sight.object, 'metadata', 'uid') !== uid ? true : undefined;
    });
  } catch (error) {
    throw timedOutOn(error, where, name);
  }
}

/** A time that is over, with the name of what was waited for. */
export const timedOutOn = (error: unknown, { resource }: Where, name: string): unknown =>
  error instanceof TimedOut ? new Error(`${error.message} on ${resource.resource}/${name}`, { cause: error }) : error;
