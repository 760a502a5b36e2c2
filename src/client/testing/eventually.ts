/** Waits until a condition holds, for tests of what happens in the background. */
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** Rejects with the condition's own error, or a plain one, after `timeout` milliseconds. `true` and no error mean it holds. */
export async function eventually(
  condition: () => boolean | void | Promise<boolean | void>,
  timeout = 3_000,
): Promise<void> {
  const end = performance.now() + timeout;
  for (let tries = 0; ; tries += 1) {
    try {
      if ((await condition()) !== false) return;
      if (performance.now() > end) throw new Error(`did not come about within ${timeout} ms: ${condition.toString()}`);
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await (tries < 20 ? turn() : delay(5));
  }
}
