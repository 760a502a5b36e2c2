import { ApiError } from '../../machinery/apiError.ts';
import { ConnectionError } from '../../client/connectionError.ts';

/** The error with what was being done to which file before it, in kubectl's words. */
export function whileDoing(error: unknown, doing: string, source: string): unknown {
  const prefix = `error when ${doing} ${JSON.stringify(source)}: `;
  if (error instanceof ConnectionError) return error;
  if (error instanceof ApiError)
    return new ApiError(error.code, error.reason, `${prefix}${error.message}`, error.details);
  return new Error(`${prefix}${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
