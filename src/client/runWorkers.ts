/** Takes keys off a work queue and reconciles them, several at once, each key one at a time. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Logger } from '../machinery/log.ts';
import { isConflict, isNotFound } from '../machinery/apiError.ts';
import type { WorkQueue } from './workQueue.ts';

/** Milliseconds after which the key is to be looked at again although nothing changed; nothing when that is not needed. */
export type ReconcileResult = { readonly requeueAfter: number } | undefined | void;

/** A rejection puts the key back, rate limited. `signal` aborts when the workers stop. */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<ReconcileResult>;

/** Disposing shuts the queue down and waits for the reconciles under way. */
export function runWorkers(queue: WorkQueue, count: number, reconcile: Reconcile, log: Logger): AsyncDisposable {
  const stop = new AbortController();
  const workers = Array.from({ length: count }, () => work(queue, reconcile, stop.signal, log));
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      queue.shutDown();
      await Promise.all(workers);
    },
  };
}

/** Reconciles that find nothing to do follow one another without a pause of their own: others get a turn after this long. */
const longestTurn = 5;

async function work(queue: WorkQueue, reconcile: Reconcile, signal: AbortSignal, log: Logger): Promise<void> {
  let turn = performance.now();
  for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
    try {
      const result = await reconcile(key, signal);
      queue.forget(key);
      if (result) queue.addAfter(key, result.requeueAfter);
    } catch (error) {
      if (!signal.aborted) {
        // Somebody else was quicker, or it is gone: the everyday cases, and the next look settles them.
        const level = isConflict(error) || isNotFound(error) ? 'debug' : 'warn';
        log[level](
          { key, error: error instanceof Error ? error.message : String(error), retries: queue.retries(key) },
          'reconcile failed; it is tried again',
        );
      }
      queue.addRateLimited(key);
    } finally {
      queue.done(key);
    }
    if (performance.now() - turn > longestTurn) {
      await breath();
      turn = performance.now();
    }
  }
}
