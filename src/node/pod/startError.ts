/** A container could not be started, for a reason that its status shows while it waits. */
export class StartError extends Error {
  override readonly name = 'StartError';
  /** CrashLoopBackOff, ErrImagePull, CreateContainerConfigError, … */
  readonly reason: string;
  /** Milliseconds after which another attempt makes sense; undefined leaves it to the worker. */
  readonly retryAfter: number | undefined;

  constructor(reason: string, message: string, options: { retryAfter?: number } = {}) {
    super(message);
    this.reason = reason;
    this.retryAfter = options.retryAfter;
  }
}
