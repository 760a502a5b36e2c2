/** Parameters of the API's requests, by name; the texts are what `kubectl explain`-like tools and generators show. */

export interface ParameterShape {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'boolean' | 'integer';
  readonly description: string;
}

const query = (name: string, type: ParameterShape['type'], description: string): ParameterShape => ({
  name,
  in: 'query',
  type,
  description,
});

const dryRun = query('dryRun', 'string', 'All: run every stage of the request, but store nothing.');
const fieldManager = query(
  'fieldManager',
  'string',
  'Name of who makes this change, up to 128 printable characters. Required for apply.',
);
const fieldValidation = query(
  'fieldValidation',
  'string',
  'What to do about unknown and duplicate fields: Ignore drops them, Warn (the default) drops them and warns, Strict refuses the request.',
);

export const pathName = (kind: string): ParameterShape => ({
  name: 'name',
  in: 'path',
  type: 'string',
  description: `name of the ${kind}`,
});
export const pathNamespace: ParameterShape = {
  name: 'namespace',
  in: 'path',
  type: 'string',
  description: 'namespace of the object',
};
export const pathRest: ParameterShape = {
  name: 'path',
  in: 'path',
  type: 'string',
  description: 'path of the proxied request',
};
export const pretty = query('pretty', 'string', "'true' asks for an answer with line breaks.");

export const writing: readonly ParameterShape[] = [dryRun, fieldManager, fieldValidation];
export const patching: readonly ParameterShape[] = [
  ...writing,
  query('force', 'boolean', 'Take over fields that others own. For apply only.'),
];
export const listing: readonly ParameterShape[] = [
  query('allowWatchBookmarks', 'boolean', 'Whether a watch may also receive bookmarks.'),
  query('continue', 'string', 'Token of the previous page, to go on with the next.'),
  query('fieldSelector', 'string', 'Only objects whose fields match.'),
  query('labelSelector', 'string', 'Only objects whose labels match.'),
  query('limit', 'integer', 'The most objects in one answer.'),
  query('resourceVersion', 'string', 'The version that the answer may be served from.'),
  query('resourceVersionMatch', 'string', 'How resourceVersion is meant: Exact or NotOlderThan.'),
  query('sendInitialEvents', 'boolean', 'Whether a watch begins with the objects that are there.'),
  query('timeoutSeconds', 'integer', 'How long a list or watch may take.'),
  query('watch', 'boolean', 'Stream changes rather than answer a list.'),
];
export const deleting: readonly ParameterShape[] = [
  dryRun,
  query('gracePeriodSeconds', 'integer', 'How long the object may take to go; 0 means at once.'),
  query('ignoreStoreReadErrorWithClusterBreakingPotential', 'boolean', 'Delete also what can no longer be read.'),
  query('orphanDependents', 'boolean', 'Deprecated: use propagationPolicy.'),
  query('propagationPolicy', 'string', 'What becomes of dependents: Orphan, Background or Foreground.'),
];
export const deletingCollection: readonly ParameterShape[] = [
  ...listing.filter((p) => !['allowWatchBookmarks', 'watch'].includes(p.name)),
  ...deleting,
].sort((a, b) => (a.name < b.name ? -1 : 1));
