/** The other end of announce.ts: what a process says of itself, until it ends. */
import { connect } from 'node:net';
import { LineSplitter } from '../../client/lineSplitter.ts';
import type { Layout } from '../layout.ts';
import type { ProcessState } from './announce.ts';
import { meetingPointOf, type Role } from './role.ts';

/** The states of a running process, the current one first; nothing when it does not run. Ends when the process does. */
export async function* observe(layout: Layout, role: Role, signal?: AbortSignal): AsyncGenerator<ProcessState> {
  const socket = connect({ path: meetingPointOf(layout, role) });
  const abort = () => socket.destroy();
  signal?.addEventListener('abort', abort);
  try {
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('close', () => resolve(false));
      socket.on('error', () => {});
    });
    if (!connected || signal?.aborted) return;
    const lines = new LineSplitter();
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      // A named seam: both ends of the socket are this program.
      for (const line of lines.push(chunk)) yield JSON.parse(line) as ProcessState;
    }
  } catch (error) {
    // Cut off in the middle of a line, or called off: it has ended all the same.
    if (!isConnectionEnd(error)) throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    socket.destroy();
  }
}

const isConnectionEnd = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET');

/** The state of now, or undefined when the process does not run. */
export async function currentState(layout: Layout, role: Role): Promise<ProcessState | undefined> {
  for await (const state of observe(layout, role)) return state;
  return undefined;
}
