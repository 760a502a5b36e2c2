/** The questions of an explanation, put to the API server as the user who is signed in. */
import type { Status } from '../../api/meta/v1.ts';
import { ApiError } from '../../machinery/apiError.ts';
import type { KubeObject, ObjectList, Stored } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import type { Reader } from '../../why/index.ts';
import { Problem, request, send } from './http.ts';
import { pathOf } from './kind.ts';

/** Ends with `signal`: nobody waits for the answer any more. */
export function whyReader(signal: AbortSignal): Reader {
  const path = ({ group, version, resource, namespaced }: Resource, namespace?: string, name?: string): string =>
    pathOf({ group, version, resource, namespaced }, namespace, name);
  return {
    get: <T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string) =>
      asApiError(request<Stored<T>>(path(resource, namespace, name), { signal })),
    async list<T extends KubeObject>(
      resource: Resource<T>,
      namespace?: string,
      query: { labelSelector?: string; fieldSelector?: string } = {},
    ) {
      const list = request<ObjectList<T>>(`${path(resource, namespace)}?${new URLSearchParams({ ...query })}`, {
        signal,
      });
      return (await asApiError(list)).items;
    },
    async log(namespace, pod, { container, previous, tail }) {
      const query = new URLSearchParams({ container, previous: String(previous), tailLines: String(tail) });
      const at = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
      return (await asApiError(send(at, { accept: '*/*', signal }))).text();
    },
  };
}

/** What the server refuses, as what explains understands. */
function asApiError<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code === 0) throw error;
    const status: Status = error.status ?? { status: 'Failure', message: error.message, code: error.code };
    throw ApiError.fromStatus(status, error.code);
  });
}
