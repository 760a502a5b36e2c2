/** One OpenAPI 3.0 document for each group version, and the index of them all, as below /openapi/v3. */
import { Definitions } from './definitions.ts';
import type { OpenApiSchema } from './openApiSchema.ts';
import type { OperationShape, PathShape } from './operations.ts';
import { pathsOf } from './operations.ts';
import type { ParameterShape } from './parameters.ts';
import type { Annotated, ApiKeyScheme } from './rendered.ts';
import { annotations, answerTypes, codeNames, patchTypesOf, securitySchemes } from './rendered.ts';
import type { GroupVersion, ServedResource } from './served.ts';
import { groupVersionPath } from './served.ts';

type Content = Record<string, { schema: OpenApiSchema }>;

export interface OpenApiParameter {
  name: string;
  in: 'query' | 'path';
  description: string;
  required?: true;
  schema: { type: string; uniqueItems: true };
}

export interface OpenApiOperation extends Annotated {
  description: string;
  operationId: string;
  tags: string[];
  parameters?: OpenApiParameter[];
  requestBody?: { content: Content; required?: true };
  responses: Record<string, { description: string; content?: Content }>;
}

export type OpenApiPath = Partial<Record<OperationShape['method'], OpenApiOperation>> & {
  parameters?: OpenApiParameter[];
};

export interface OpenApiDocument {
  openapi: '3.0.0';
  info: { title: string; version: string };
  paths: Record<string, OpenApiPath>;
  components: {
    schemas: Record<string, OpenApiSchema>;
    securitySchemes: Readonly<Record<string, ApiKeyScheme>>;
  };
}

/** What GET /openapi/v3 answers. */
export interface OpenApiIndex {
  paths: Record<string, { serverRelativeURL: string }>;
}

const parameter = ({ name, in: place, type, description }: ParameterShape): OpenApiParameter => ({
  description,
  in: place,
  name,
  ...(place === 'path' && { required: true }),
  schema: { type, uniqueItems: true },
});

const content = (types: readonly string[], schema: OpenApiSchema): Content =>
  Object.fromEntries(types.map((type) => [type, { schema }]));

function body(operation: OperationShape, definitions: Definitions): OpenApiOperation['requestBody'] {
  if (operation.body === undefined) return undefined;
  if (operation.body === 'deleteOptions')
    return { content: content(['*/*'], definitions.struct('meta/v1.DeleteOptions')) };
  if (operation.body === 'patch')
    return { content: content(patchTypesOf(operation), definitions.patch()), required: true };
  const { group, version, kind } = operation.body;
  return { content: content(['*/*'], definitions.kind(group, version, kind) ?? { type: 'object' }), required: true };
}

function answer(operation: OperationShape, definitions: Definitions): OpenApiSchema {
  if (operation.answer === 'text') return { type: 'string' };
  if (operation.answer === 'status') return definitions.struct('meta/v1.Status');
  return (
    definitions.kind(operation.answer.group, operation.answer.version, operation.answer.kind) ?? { type: 'object' }
  );
}

function operationOf(operation: OperationShape, definitions: Definitions): OpenApiOperation {
  const requestBody = body(operation, definitions);
  const answered = content(answerTypes(operation), answer(operation, definitions));
  return {
    description: operation.description,
    operationId: operation.operationId,
    tags: [operation.tag],
    ...(operation.parameters.length > 0 && { parameters: operation.parameters.map(parameter) }),
    ...(requestBody && { requestBody }),
    responses: {
      ...Object.fromEntries(
        operation.codes.map((code) => [code, { description: codeNames[code] ?? '', content: answered }]),
      ),
      401: { description: 'Unauthorized' },
    },
    ...annotations(operation),
  };
}

const pathOf = (path: PathShape, definitions: Definitions): OpenApiPath => ({
  ...Object.fromEntries(path.operations.map((o) => [o.method, operationOf(o, definitions)])),
  ...(path.parameters.length > 0 && { parameters: path.parameters.map(parameter) }),
});

/** The document of one group version. `all`: everything that is served, for what all groups share. */
export function openapiV3(
  groupVersion: GroupVersion,
  all: readonly ServedResource[],
  version: string,
): OpenApiDocument {
  const definitions = new Definitions('v3', all);
  const resources = all.filter((r) => r.group === groupVersion.group && r.version === groupVersion.version);
  const paths = resources.flatMap(pathsOf).sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { group, version: v, kind } of resources) definitions.kind(group, v, kind);
  const rendered = Object.fromEntries(paths.map((path) => [path.path, pathOf(path, definitions)]));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version },
    paths: rendered,
    components: {
      schemas: definitions.all(),
      securitySchemes,
    },
  };
}

/** 64 bits of FNV-1a over a document's text, as hexadecimal digits: enough to tell one version of it from another. */
export function documentHash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    low = Math.imul(low ^ c, 0x01000193);
    high = Math.imul(high ^ c ^ (low >>> 13), 0x01000193);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).toUpperCase().padStart(8, '0')).join('');
}

/** The index: clients keep a document for as long as its hash in the address stays. */
export function openapiV3Index(documents: Iterable<readonly [GroupVersion, hash: string]>): OpenApiIndex {
  const paths = [...documents].map(([gv, hash]) => {
    const path = groupVersionPath(gv);
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(paths.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
