/** The API server is killed now and then: what it did not answer is asked again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../../src/machinery/apiError.ts';

const patience = 60_000;

/** Resolves with undefined for what is there already, or is not there any more: an answer that was lost had its effect. */
export async function persist<R>(ask: () => Promise<R>): Promise<R | undefined> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiError && (error.code === 404 || error.code === 409)) return undefined;
      const passing = error instanceof ApiError && (error.code === 429 || error.code >= 500);
      if (!passing || performance.now() > end) throw error;
      await sleep(50);
    }
  }
}
