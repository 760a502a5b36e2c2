/**
 * A process tells its state to whoever connects to its socket, as lines of JSON.
 *
 * Guarantees:
 *  - At most one process a role and cluster announces itself; a second gets AlreadyRunningError.
 *  - An observer gets the current state at once, and every later change until the process ends.
 */
import { createServer, type Socket } from 'node:net';
import type { Health } from '../component.ts';
import type { Layout } from '../layout.ts';
import { socketOf, type Role } from './role.ts';

export interface ProcessState {
  readonly role: Role;
  readonly pid: number;
  /** Every component has started. */
  readonly ready: boolean;
  /** In the order in which they start; absent ones have not started yet. */
  readonly components: readonly ({ readonly name: string } & Health)[];
}

export interface Announcement extends AsyncDisposable {
  /** Tells all observers the state of now. */
  publish(): Promise<void>;
}

export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

/** Starts to announce `role`; `state` is asked whenever somebody wants to know. */
export async function announce(layout: Layout, role: Role, state: () => Promise<ProcessState>): Promise<Announcement> {
  const observers = new Set<Socket>();
  const line = async (): Promise<string> => `${JSON.stringify(await state())}\n`;
  const server = createServer((socket) => {
    observers.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => observers.delete(socket));
    socket.resume();
    void line().then(
      (text) => socket.write(text),
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new AlreadyRunningError(`the ${role} of ${layout.data} is running already`)
          : error,
      );
    });
    server.listen({ path: socketOf(layout, role) }, resolve);
  });
  return {
    async publish() {
      const text = await line();
      for (const socket of observers) socket.write(text);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of observers) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
