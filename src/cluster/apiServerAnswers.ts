/** Waiting for the control plane, which starts beside the node. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError } from '../client/connectionError.ts';
import type { HttpsTransport } from '../client/httpsTransport.ts';

/** Both processes start at once, and the API server may be down for a while: neither is a reason to fail. */
export async function apiServerAnswers(transport: HttpsTransport): Promise<void> {
  for (let delay = 20; ; delay = Math.min(delay * 1.5, 2_000)) {
    try {
      (await transport.raw({ method: 'GET', path: '/livez' })).resume();
      return;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      await sleep(delay);
    }
  }
}
