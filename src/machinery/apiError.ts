/**
 * Errors as they travel on the wire: a `Status` object (API conventions, "Response Status Kind").
 * Code, reason and message wording follow upstream's apimachinery `errors` package, since clients read them.
 */
import type { Status, StatusCause, StatusDetails } from '../api/meta/v1.ts';
import type { FieldError } from './fieldError.ts';
import { causeOf } from './fieldError.ts';

export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  override readonly name = 'ApiError';

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The Status object that is sent. */
  toStatus(): Status {
    const status: Status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      code: this.code,
    };
    if (this.details) status.details = this.details;
    return status;
  }

  /** The inverse of toStatus(), on the client's side. */
  static fromStatus(status: Status, httpCode: number): ApiError {
    return new ApiError(
      status.code ?? httpCode,
      status.reason ?? '',
      status.message ?? `HTTP ${httpCode}`,
      status.details,
    );
  }
}

/** What a Status speaks of: `pods`, `deployments.apps`. */
export interface Subject {
  readonly group: string;
  readonly resource: string;
}

const qualified = (s: Subject): string => (s.group === '' ? s.resource : `${s.resource}.${s.group}`);
const about = (s: Subject, name: string, causes?: StatusCause[]): StatusDetails => ({
  ...(name && { name }),
  ...(s.group && { group: s.group }),
  kind: s.resource,
  ...(causes && { causes }),
});

export const notFound = (s: Subject, name: string): ApiError =>
  new ApiError(404, 'NotFound', `${qualified(s)} "${name}" not found`, about(s, name));

export const alreadyExists = (s: Subject, name: string): ApiError =>
  new ApiError(409, 'AlreadyExists', `${qualified(s)} "${name}" already exists`, about(s, name));

/** Every name that was made for a metadata.generateName was taken. */
export const generatedNameExists = (s: Subject, name: string): ApiError =>
  new ApiError(
    409,
    'AlreadyExists',
    `${qualified(s)} "${name}" already exists, the server was not able to generate a unique name for the object`,
    { ...about(s, name), retryAfterSeconds: 1 },
  );

export const conflict = (s: Subject, name: string, why: string): ApiError =>
  new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(s)} "${name}": ${why}`, about(s, name));

export const staleObject = (s: Subject, name: string): ApiError =>
  conflict(s, name, 'the object has been modified; please apply your changes to the latest version and try again');

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message);

export const unauthorized = (): ApiError => new ApiError(401, 'Unauthorized', 'Unauthorized');

export const forbidden = (s: Subject, name: string, why: string): ApiError =>
  new ApiError(
    403,
    'Forbidden',
    s.resource === ''
      ? `forbidden: ${why}`
      : name
        ? `${qualified(s)} "${name}" is forbidden: ${why}`
        : `${qualified(s)} is forbidden: ${why}`,
    about(s, name),
  );

/** The revision asked for is compacted away (watch, list): reason Expired. */
export const expired = (message: string): ApiError => new ApiError(410, 'Expired', message);

export const methodNotSupported = (s: Subject, action: string): ApiError =>
  new ApiError(
    405,
    'MethodNotAllowed',
    `${action} is not supported on resources of kind "${qualified(s)}"`,
    about(s, ''),
  );

/** `message` is the second half: 'limit is 3145728'. */
export const requestTooLarge = (message: string): ApiError =>
  new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);

export const unsupportedMediaType = (message: string): ApiError => new ApiError(415, 'UnsupportedMediaType', message);

export const notAcceptable = (message: string): ApiError => new ApiError(406, 'NotAcceptable', message);

export const tooManyRequests = (message: string, retryAfterSeconds: number): ApiError =>
  new ApiError(429, 'TooManyRequests', message, { retryAfterSeconds });

export const internalError = (cause: string): ApiError =>
  new ApiError(500, 'InternalError', `Internal error occurred: ${cause}`, { causes: [{ message: cause }] });

export const serviceUnavailable = (message: string): ApiError => new ApiError(503, 'ServiceUnavailable', message);

/** Validation failed: one cause a field error. `kind` is the kind with its group, as 'Pod' or 'Deployment.apps'. */
export function invalid(gk: { group: string; kind: string }, name: string, errors: readonly FieldError[]): ApiError {
  const kind = gk.group === '' ? gk.kind : `${gk.kind}.${gk.group}`;
  const texts = [...new Set(errors.map((e) => e.message))];
  const list = texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${kind} "${name}" is invalid${errors.length ? `: ${list}` : ''}`, {
    ...(name && { name }),
    ...(gk.group && { group: gk.group }),
    kind: gk.kind,
    causes: errors.map(causeOf),
  });
}

export const isNotFound = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.reason === 'NotFound';
export const isAlreadyExists = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.reason === 'AlreadyExists';
export const isConflict = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.reason === 'Conflict';
export const isExpired = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.reason === 'Expired' || error.reason === 'Gone');
