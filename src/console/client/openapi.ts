/** The cluster's OpenAPI v3 schemas, one document a group version, fetched when somebody edits. */
import type { Schemas } from '../yaml/schema.ts';
import { request } from './http.ts';

interface Index {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

interface OpenApi {
  readonly components?: { readonly schemas?: Schemas };
}

let index: Promise<Index> | undefined;
const documents = new Map<string, Promise<Schemas | undefined>>();

/** undefined when the server does not serve that group version. */
export function schemasOf(apiVersion: string): Promise<Schemas | undefined> {
  let found = documents.get(apiVersion);
  if (!found) {
    found = load(apiVersion).catch((error: unknown) => {
      documents.delete(apiVersion);
      index = undefined;
      throw error;
    });
    documents.set(apiVersion, found);
  }
  return found;
}

async function load(apiVersion: string): Promise<Schemas | undefined> {
  index ??= request<Index>('/openapi/v3');
  const { paths } = await index;
  const path = paths[apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`];
  if (!path) {
    // A kind may have been added since: asked again next time.
    index = undefined;
    documents.delete(apiVersion);
    return undefined;
  }
  return (await request<OpenApi>(path.serverRelativeURL)).components?.schemas ?? {};
}
