/** What OpenAPI documents describe: the resources that the API server serves. */
import type { GroupVersionKind } from '../object.ts';

export interface GroupVersion {
  /** '' is the core group. */
  readonly group: string;
  readonly version: string;
}

export interface ServedSubresource extends GroupVersionKind {
  /** 'status', 'scale', 'log'. */
  readonly name: string;
  /** 'get', 'create', 'update', 'patch', 'delete', or 'connect' for those that take over the connection. */
  readonly verbs: readonly string[];
}

export interface ServedResource extends GroupVersionKind {
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly ServedSubresource[];
}

/** 'api/v1', 'apis/apps/v1': where a group version is served, and its key in the /openapi/v3 index. */
export const groupVersionPath = (gv: GroupVersion): string =>
  gv.group === '' ? `api/${gv.version}` : `apis/${gv.group}/${gv.version}`;
