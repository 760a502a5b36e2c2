/** The parameters of LIST and WATCH, checked as upstream checks them. */
import { forbiddenField, notSupported, path } from '../../machinery/fieldError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import { booleanParameter, integerParameter, invalidOptions } from './options.ts';
import { parseResourceVersion } from './get.ts';

export interface ListOptions {
  readonly resourceVersion: string;
  /** resourceVersion as a number; 0 when unset or '0'. */
  readonly revision: number;
  readonly match: string;
  readonly limit: number;
  readonly continue: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
}

const match = path('resourceVersionMatch');
const matches = ['Exact', 'NotOlderThan'];
const none: ListOptions = {
  resourceVersion: '',
  revision: 0,
  match: '',
  limit: 0,
  continue: '',
  sendInitialEvents: undefined,
  bookmarks: false,
  timeoutSeconds: undefined,
};

export function listOptions(query: URLSearchParams, watch: boolean): ListOptions {
  if (query.size === 0) return none;
  const resourceVersion = query.get('resourceVersion') ?? '';
  const options: ListOptions = {
    resourceVersion,
    revision: parseResourceVersion(resourceVersion),
    match: query.get('resourceVersionMatch') ?? '',
    limit: integerParameter(query, 'limit') ?? 0,
    continue: query.get('continue') ?? '',
    sendInitialEvents: booleanParameter(query, 'sendInitialEvents'),
    bookmarks: booleanParameter(query, 'allowWatchBookmarks') ?? false,
    timeoutSeconds: integerParameter(query, 'timeoutSeconds'),
  };
  const errors = watch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalidOptions('ListOptions', errors);
  return options;
}

function listErrors(options: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (options.match !== '') {
    if (options.resourceVersion === '')
      errors.push(forbiddenField(match, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (options.continue !== '')
      errors.push(forbiddenField(match, 'resourceVersionMatch is forbidden when continue is provided'));
    if (!matches.includes(options.match)) errors.push(notSupported(match, options.match, [...matches, '']));
    if (options.match === 'Exact' && options.resourceVersion === '0') {
      errors.push(forbiddenField(match, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (options.sendInitialEvents !== undefined)
    errors.push(forbiddenField(path('sendInitialEvents'), 'sendInitialEvents is forbidden for list'));
  return errors;
}

function watchErrors(options: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (options.sendInitialEvents !== undefined && options.match !== 'NotOlderThan') {
    errors.push(forbiddenField(match, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (options.match !== '') {
    if (options.sendInitialEvents === undefined) {
      errors.push(
        forbiddenField(match, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
      );
    }
    if (options.match !== 'NotOlderThan') errors.push(notSupported(match, options.match, ['NotOlderThan']));
    if (options.continue !== '')
      errors.push(forbiddenField(match, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  return errors;
}
