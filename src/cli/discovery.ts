/** Which resource a kind is, as the server at hand says it. */
import type { APIResourceList } from '../api/meta/v1.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { parseApiVersion } from '../machinery/object.ts';
import { defineResource, type Resource } from '../machinery/resource.ts';
import type { HttpsTransport } from '../client/httpsTransport.ts';
import { UserError } from '../cluster/userError.ts';
import { getJson } from './rawGet.ts';

/** Resolves kinds of one server; asks once for each group version. */
export class Discovery {
  readonly #transport: HttpsTransport;
  readonly #lists = new Map<string, Promise<APIResourceList | undefined>>();

  constructor(transport: HttpsTransport) {
    this.#transport = transport;
  }

  /** Throws UserError when the server does not serve the kind. */
  async resourceOf(apiVersion: string, kind: string): Promise<Resource> {
    const list = await this.#list(apiVersion);
    const found = list?.resources.find((r) => r.kind === kind && !r.name.includes('/'));
    if (!found)
      throw new UserError(
        `no matches for kind "${kind}" in version "${apiVersion}"`,
        'see what is served with: kubectl api-resources',
      );
    return defineResource({ ...parseApiVersion(apiVersion), resource: found.name, kind, namespaced: found.namespaced });
  }

  #list(apiVersion: string): Promise<APIResourceList | undefined> {
    let list = this.#lists.get(apiVersion);
    if (!list) {
      const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      list = getJson<APIResourceList>(this.#transport, path).catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
      this.#lists.set(apiVersion, list);
    }
    return list;
  }
}
