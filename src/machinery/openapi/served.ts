/** What OpenAPI documents describe: the resources that the API server serves. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
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

/** What makes a resource a custom one. */
export interface CustomServed {
  readonly listKind: string;
  /** undefined: nothing is said of its objects. */
  readonly schema: JSONSchemaProps | undefined;
  /** 'spec.color' */
  readonly selectableFields: readonly string[];
}

export interface ServedResource extends GroupVersionKind {
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly ServedSubresource[];
  readonly custom?: CustomServed | undefined;
}

/** 'api/v1', 'apis/apps/v1': where a group version is served, and its key in the /openapi/v3 index. */
export const groupVersionPath = (gv: GroupVersion): string =>
  gv.group === '' ? `api/${gv.version}` : `apis/${gv.group}/${gv.version}`;
