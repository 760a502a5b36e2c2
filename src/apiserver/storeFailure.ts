/** What clients are told when the store cannot do its work. */
import type { ApiError } from '../machinery/apiError.ts';
import { badRequest, internalError, serviceUnavailable } from '../machinery/apiError.ts';
import { StoreError } from '../store/store.ts';

/** undefined when the error is not the store's. */
export function storeFailure(error: unknown): ApiError | undefined {
  if (!(error instanceof StoreError)) return undefined;
  switch (error.failure) {
    case 'DiskFull':
      return serviceUnavailable(
        `nothing was written, because the disk of the data directory is full; free some room and try again: ${error.message}`,
      );
    case 'InputOutput':
      return serviceUnavailable(`the data directory could not be read or written: ${error.message}`);
    case 'Locked':
    case 'Closed':
      return serviceUnavailable(`the store is not open: ${error.message}`);
    case 'InvalidKey':
      return badRequest(`the object's name cannot be stored: ${error.message}`);
    case 'Format':
    case 'Corrupt':
      return internalError(`the store is damaged: ${error.message}`);
  }
}
