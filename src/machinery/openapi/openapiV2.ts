/** The whole API as one Swagger 2.0 document, as /openapi/v2 serves it. */
import { Definitions } from './definitions.ts';
import type { OpenApiSchema } from './openApiSchema.ts';
import type { OperationShape, PathShape } from './operations.ts';
import { pathsOf } from './operations.ts';
import type { ParameterShape } from './parameters.ts';
import type { Annotated, ApiKeyScheme } from './rendered.ts';
import { annotations, answerTypes, codeNames, patchTypesOf, securitySchemes } from './rendered.ts';
import type { ServedResource } from './served.ts';

export type SwaggerParameter =
  | { name: string; in: 'query' | 'path'; type: string; description: string; uniqueItems: true; required?: true }
  | { name: 'body'; in: 'body'; required?: true; schema: OpenApiSchema };

export interface SwaggerOperation extends Annotated {
  description: string;
  consumes: readonly string[];
  produces: readonly string[];
  schemes: string[];
  tags: string[];
  operationId: string;
  parameters?: SwaggerParameter[];
  responses: Record<string, { description: string; schema?: OpenApiSchema }>;
}

export interface SwaggerPath {
  parameters?: SwaggerParameter[];
  get?: SwaggerOperation;
  put?: SwaggerOperation;
  post?: SwaggerOperation;
  delete?: SwaggerOperation;
  options?: SwaggerOperation;
  head?: SwaggerOperation;
  patch?: SwaggerOperation;
}

export interface Swagger {
  swagger: '2.0';
  info: { title: string; version: string };
  paths: Record<string, SwaggerPath>;
  definitions: Record<string, OpenApiSchema>;
  securityDefinitions: Readonly<Record<string, ApiKeyScheme>>;
  security: Record<string, string[]>[];
}

const parameter = ({ name, in: place, type, description }: ParameterShape): SwaggerParameter => ({
  uniqueItems: true,
  type,
  description,
  name,
  in: place,
  ...(place === 'path' && { required: true }),
});

function body(operation: OperationShape, definitions: Definitions): SwaggerParameter[] {
  if (operation.body === undefined) return [];
  if (operation.body === 'deleteOptions')
    return [{ name: 'body', in: 'body', schema: definitions.struct('meta/v1.DeleteOptions') }];
  const schema =
    operation.body === 'patch'
      ? definitions.patch()
      : (definitions.kind(operation.body.group, operation.body.version, operation.body.kind) ?? { type: 'object' });
  return [{ name: 'body', in: 'body', required: true, schema }];
}

function answer(operation: OperationShape, definitions: Definitions): OpenApiSchema {
  if (operation.answer === 'text') return { type: 'string' };
  if (operation.answer === 'status') return definitions.struct('meta/v1.Status');
  return (
    definitions.kind(operation.answer.group, operation.answer.version, operation.answer.kind) ?? { type: 'object' }
  );
}

function operationOf(operation: OperationShape, definitions: Definitions): SwaggerOperation {
  const parameters = [...body(operation, definitions), ...operation.parameters.map(parameter)];
  const schema = answer(operation, definitions);
  return {
    description: operation.description,
    consumes: operation.body === 'patch' ? patchTypesOf(operation) : ['*/*'],
    produces: answerTypes(operation),
    schemes: ['https'],
    tags: [operation.tag],
    operationId: operation.operationId,
    ...(parameters.length > 0 && { parameters }),
    responses: {
      ...Object.fromEntries(operation.codes.map((code) => [code, { description: codeNames[code] ?? '', schema }])),
      401: { description: 'Unauthorized' },
    },
    ...annotations(operation),
  };
}

const pathOf = (path: PathShape, definitions: Definitions): SwaggerPath => ({
  ...Object.fromEntries(path.operations.map((o) => [o.method, operationOf(o, definitions)])),
  ...(path.parameters.length > 0 && { parameters: path.parameters.map(parameter) }),
});

/** `version`: what /version says as gitVersion. */
export function openapiV2(resources: readonly ServedResource[], version: string): Swagger {
  const definitions = new Definitions('v2', resources);
  const paths = resources.flatMap(pathsOf).sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { group, version: v, kind } of resources) definitions.kind(group, v, kind);
  const rendered = Object.fromEntries(paths.map((path) => [path.path, pathOf(path, definitions)]));
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version },
    paths: rendered,
    definitions: definitions.all(),
    securityDefinitions: securitySchemes,
    security: [{ BearerToken: [] }],
  };
}
