/** Errors of calls to the container runtime. */

/** gRPC status codes under the names that the Kubernetes world prints. */
export const CriCode = {
  OK: 0,
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  DeadlineExceeded: 4,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const;

export type CriCode = (typeof CriCode)[keyof typeof CriCode];

const names = new Map<number, string>(Object.entries(CriCode).map(([name, code]) => [code, name]));

/**
 * A call that the runtime refused or that did not reach it. `message` has the form in which events and conditions
 * show it (`rpc error: code = NotFound desc = …`), `details` is the runtime's own sentence alone.
 */
export class CriError extends Error {
  override readonly name = 'CriError';
  readonly code: number;
  readonly codeName: string;
  readonly details: string;
  /** The method as the interface names it, such as RunPodSandbox. */
  readonly method: string;

  constructor(method: string, code: number, details: string) {
    const codeName = names.get(code) ?? `Code(${code})`;
    super(`rpc error: code = ${codeName} desc = ${details}`);
    this.method = method;
    this.code = code;
    this.codeName = codeName;
    this.details = details;
  }
}

export function isCriError(error: unknown, code?: CriCode): error is CriError {
  return error instanceof CriError && (code === undefined || error.code === code);
}

/** True when the runtime does not know the container, sandbox or image: removing it again is no failure. */
export function isNotFound(error: unknown): boolean {
  return isCriError(error, CriCode.NotFound);
}
