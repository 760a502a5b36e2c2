/** The other end of announce.ts: what a process says of itself, until it ends. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Layout } from '../layout.ts';
import type { ProcessState } from './announce.ts';
import { socketOf, type Role } from './role.ts';

/** The states of a running process, the current one first; nothing when it does not run. Ends when the process does. */
export async function* observe(layout: Layout, role: Role, signal?: AbortSignal): AsyncGenerator<ProcessState> {
  const socket = connect({ path: socketOf(layout, role) });
  const abort = () => socket.destroy();
  signal?.addEventListener('abort', abort);
  try {
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('close', () => resolve(false));
      socket.on('error', () => {});
    });
    if (!connected || signal?.aborted) return;
    const lines = createInterface({ input: socket });
    // A socket that is destroyed on this side has no 'end', which is all that the interface looks for.
    socket.once('close', () => lines.close());
    for await (const line of lines) {
      // A named seam: both ends of the socket are this program.
      yield JSON.parse(line) as ProcessState;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    socket.destroy();
  }
}

/** The state of now, or undefined when the process does not run. */
export async function currentState(layout: Layout, role: Role): Promise<ProcessState | undefined> {
  for await (const state of observe(layout, role)) return state;
  return undefined;
}
