/** Parts that both versions of OpenAPI say alike. */
import type { OpenApiKind } from './openApiSchema.ts';
import type { OperationShape } from './operations.ts';

export const codeNames: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  401: 'Unauthorized',
};

/** Media types of bodies. */
const objectTypes: readonly string[] = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const watchTypes: readonly string[] = [
  'application/json;stream=watch',
  'application/vnd.kubernetes.protobuf;stream=watch',
];
const patchTypes: readonly string[] = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

const withoutBuiltIn = (types: readonly string[]): readonly string[] =>
  types.filter((type) => !type.includes('protobuf') && !type.includes('strategic'));
const customPatchTypes = withoutBuiltIn(patchTypes);
const customTypes = withoutBuiltIn(objectTypes);

export const patchTypesOf = ({ custom }: OperationShape): readonly string[] => (custom ? customPatchTypes : patchTypes);

export function answerTypes({ answer, watchable, custom }: OperationShape): readonly string[] {
  if (answer === 'text') return ['*/*'];
  if (custom) return customTypes;
  return watchable ? [...objectTypes, ...watchTypes] : objectTypes;
}

export interface Annotated {
  readonly 'x-kubernetes-action': string;
  readonly 'x-kubernetes-group-version-kind': OpenApiKind;
}

export const annotations = ({ action, gvk }: OperationShape): Annotated => ({
  'x-kubernetes-action': action,
  'x-kubernetes-group-version-kind': { group: gvk.group, kind: gvk.kind, version: gvk.version },
});

export interface ApiKeyScheme {
  description: string;
  type: 'apiKey';
  name: string;
  in: 'header';
}

/** How clients show who they are. */
export const securitySchemes: Readonly<Record<string, ApiKeyScheme>> = {
  BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
};
