/** The operations of served resources, in a form that both versions of OpenAPI are rendered from. */
import { structIds, structSchema } from '../schema/load.ts';
import { fieldDocOf } from './docs.ts';
import {
  deleting,
  deletingCollection,
  listing,
  patching,
  pathName,
  pathNamespace,
  pathRest,
  pretty,
  writing,
} from './parameters.ts';
import type { ParameterShape } from './parameters.ts';
import type { ServedResource, ServedSubresource } from './served.ts';
import { groupVersionPath } from './served.ts';

interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export type Method = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';

export interface OperationShape {
  readonly method: Method;
  readonly operationId: string;
  readonly description: string;
  /** x-kubernetes-action. */
  readonly action: string;
  readonly gvk: Gvk;
  readonly tag: string;
  readonly parameters: readonly ParameterShape[];
  /** What the body is: an object of this kind, a patch, DeleteOptions. */
  readonly body?: Gvk | 'patch' | 'deleteOptions';
  /** What the answer is: an object of this kind, a Status, text. */
  readonly answer: Gvk | 'status' | 'text';
  readonly codes: readonly number[];
  readonly watchable?: boolean;
  /** Of a custom resource: neither protobuf nor strategic merge patches. */
  readonly custom?: true;
}

export interface PathShape {
  readonly path: string;
  /** Of the path itself, and those that all its operations share. */
  readonly parameters: readonly ParameterShape[];
  readonly operations: readonly OperationShape[];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** 'rbac.authorization.k8s.io', 'v1' → 'RbacAuthorizationV1'. */
function groupName(gv: { group: string; version: string }): string {
  const group = gv.group === '' ? 'core' : gv.group.replace(/\.k8s\.io$/, '');
  return group.split('.').map(capital).join('') + capital(gv.version);
}

const tagOf = (gv: { group: string; version: string }): string => {
  const name = groupName(gv);
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1, name.length - gv.version.length)}_${gv.version}`;
};

const optionsKinds: Readonly<Record<string, string>> = {
  'pods/log': 'PodLogOptions',
  'pods/exec': 'PodExecOptions',
  'pods/attach': 'PodAttachOptions',
  'pods/portforward': 'PodPortForwardOptions',
  'pods/proxy': 'PodProxyOptions',
  'services/proxy': 'ServiceProxyOptions',
  'nodes/proxy': 'NodeProxyOptions',
};

/** The query parameters that an options kind stands for. */
function optionsParameters(resource: string, subresource: string): ParameterShape[] {
  const kind = optionsKinds[`${resource}/${subresource}`];
  const id = `core/v1.${kind}`;
  if (!kind || !structIds().includes(id)) return [];
  return structSchema(id)
    .fields.filter((f) => f.name !== 'kind' && f.name !== 'apiVersion')
    .map((f) => ({
      name: f.name,
      in: 'query',
      type:
        f.type.kind === 'boolean'
          ? 'boolean'
          : f.type.kind === 'int32' || f.type.kind === 'int64'
            ? 'integer'
            : 'string',
      description: fieldDocOf(id, f.name) ?? f.name,
    }));
}

/** Operations of one resource: of the collection, of one object, of its subresources. */
export function pathsOf(resource: ServedResource): PathShape[] {
  const paths = allPathsOf(resource);
  if (!resource.custom) return paths;
  return paths.map((path) => ({ ...path, operations: path.operations.map((o) => ({ ...o, custom: true as const })) }));
}

function allPathsOf(resource: ServedResource): PathShape[] {
  const { kind, plural, namespaced } = resource;
  const gvk: Gvk = { group: resource.group, version: resource.version, kind };
  const list: Gvk = { ...gvk, kind: resource.custom?.listKind ?? `${kind}List` };
  const root = `/${groupVersionPath(resource)}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const scope = namespaced ? 'Namespaced' : '';
  const name = groupName(resource);
  const common = { gvk, tag: tagOf(resource) };
  const placed = namespaced ? [pathNamespace, pretty] : [pretty];
  const has = (verb: string): boolean => resource.verbs.includes(verb);
  const listOf = (suffix: string): OperationShape => ({
    ...common,
    method: 'get',
    action: 'list',
    operationId: suffix,
    description: `list or watch objects of kind ${kind}`,
    parameters: listing,
    answer: list,
    codes: [200],
    watchable: true,
  });

  const ofCollection: OperationShape[] = [
    ...(has('list') ? [listOf(`list${name}${scope}${kind}`)] : []),
    ...(has('create')
      ? [
          {
            ...common,
            method: 'post',
            action: 'post',
            operationId: `create${name}${scope}${kind}`,
            description: `create a ${kind}`,
            parameters: writing,
            body: gvk,
            answer: gvk,
            codes: [200, 201, 202],
          } as const,
        ]
      : []),
    ...(has('deletecollection')
      ? [
          {
            ...common,
            method: 'delete',
            action: 'deletecollection',
            operationId: `delete${name}Collection${scope}${kind}`,
            description: `delete collection of ${kind}`,
            parameters: deletingCollection,
            body: 'deleteOptions',
            answer: 'status',
            codes: [200],
          } as const,
        ]
      : []),
  ];
  // Objects are created in their collection.
  const ofObject = objectOperations({
    ...common,
    verbs: resource.verbs.filter((v) => v !== 'create'),
    body: gvk,
    id: `${name}${scope}${kind}`,
    what: `the specified ${kind}`,
  });
  const paths: PathShape[] = [
    { path: collection, parameters: placed, operations: ofCollection },
    { path: `${collection}/{name}`, parameters: [pathName(kind), ...placed], operations: ofObject },
    ...(namespaced && has('list')
      ? [
          {
            path: `${root}/${plural}`,
            parameters: [pretty],
            operations: [listOf(`list${name}${kind}ForAllNamespaces`)],
          },
        ]
      : []),
    ...resource.subresources.flatMap((sub) =>
      subresourcePaths(resource, sub, `${collection}/{name}/${sub.name}`, [pathName(sub.kind), ...placed]),
    ),
  ];
  return paths.filter((p) => p.operations.length > 0);
}

interface Target {
  readonly gvk: Gvk;
  readonly tag: string;
  readonly verbs: readonly string[];
  readonly body: Gvk;
  readonly id: string;
  readonly what: string;
}

function objectOperations({ gvk, tag, verbs, body, id, what }: Target): OperationShape[] {
  const common = { gvk, tag, answer: body };
  const byVerb: readonly (readonly [verb: string, operation: OperationShape])[] = [
    [
      'get',
      {
        ...common,
        method: 'get',
        action: 'get',
        operationId: `read${id}`,
        description: `read ${what}`,
        parameters: [],
        codes: [200],
      },
    ],
    [
      'update',
      {
        ...common,
        method: 'put',
        action: 'put',
        operationId: `replace${id}`,
        description: `replace ${what}`,
        parameters: writing,
        body,
        codes: [200, 201],
      },
    ],
    [
      'create',
      {
        ...common,
        method: 'post',
        action: 'post',
        operationId: `create${id}`,
        description: `create ${what}`,
        parameters: writing,
        body,
        codes: [200, 201, 202],
      },
    ],
    [
      'delete',
      {
        ...common,
        method: 'delete',
        action: 'delete',
        operationId: `delete${id}`,
        description: `delete ${what}`,
        parameters: deleting,
        body: 'deleteOptions',
        answer: 'status',
        codes: [200, 202],
      },
    ],
    [
      'patch',
      {
        ...common,
        method: 'patch',
        action: 'patch',
        operationId: `patch${id}`,
        description: `partially update ${what}`,
        parameters: patching,
        body: 'patch',
        codes: [200, 201],
      },
    ],
  ];
  return byVerb.filter(([verb]) => verbs.includes(verb)).map(([, operation]) => operation);
}

const connectMethods: readonly Method[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

function subresourcePaths(
  resource: ServedResource,
  sub: ServedSubresource,
  path: string,
  parameters: readonly ParameterShape[],
): PathShape[] {
  const gvk: Gvk = { group: sub.group, version: sub.version, kind: sub.kind };
  const name = groupName(resource);
  const scope = resource.namespaced ? 'Namespaced' : '';
  const suffix = capital(sub.name);
  const common = { gvk, tag: tagOf(resource) };
  const query = optionsParameters(resource.plural, sub.name);
  if (sub.verbs.includes('connect')) {
    const proxy = sub.name === 'proxy';
    const methods = proxy ? connectMethods : (['get', 'post'] as const);
    const connect = (tail: string): OperationShape[] =>
      methods.map((method) => ({
        ...common,
        method,
        action: 'connect',
        operationId: `connect${name}${capital(method)}${scope}${resource.kind}${suffix}${tail}`,
        description: `connect ${method.toUpperCase()} requests to ${sub.name} of ${resource.kind}`,
        parameters: [],
        answer: 'text',
        codes: [200],
      }));
    const shared = [...parameters.filter((p) => p.name !== 'pretty'), ...query];
    return [
      { path, parameters: shared, operations: connect('') },
      ...(proxy
        ? [{ path: `${path}/{path}`, parameters: [...shared, pathRest], operations: connect('WithPath') }]
        : []),
    ];
  }
  const operations = objectOperations({
    ...common,
    verbs: sub.verbs,
    body: gvk,
    id: `${name}${scope}${resource.kind}${suffix}`,
    what: `${sub.name} of the specified ${resource.kind}`,
  }).map((o) => (sub.name === 'log' ? { ...o, answer: 'text' as const, parameters: query } : o));
  return [{ path, parameters, operations }];
}
