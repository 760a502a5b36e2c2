/** How patches are refused, as upstream's PATCH handler answers. */
import { ApiError } from '../apiError.ts';

/**
 * 422: a well-formed patch that does not apply to this object. The message is upstream's, which does not say why; the
 * cause does.
 */
export const cannotApply = (why: string): ApiError =>
  new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {
    causes: [{ message: why, field: 'patch' }],
  });
