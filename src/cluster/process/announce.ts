/**
 * A process tells its state to whoever connects to its socket, as lines of JSON.
 *
 * Guarantees:
 *  - At most one process a role and cluster announces itself; a second gets AlreadyRunningError.
 *  - An observer gets the current state at once, and every later change until the process ends.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { rm } from 'node:fs/promises';
import type { Health } from '../component.ts';
import type { Layout } from '../layout.ts';
import { lockOf, meetingPointOf, type Role } from './role.ts';

export interface ProcessState {
  readonly role: Role;
  /** Of a further node of the machine: its name. */
  readonly node?: string;
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
  const greet = (socket: Socket): void => {
    observers.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => observers.delete(socket));
    socket.resume();
    void line().then(
      (text) => socket.write(text),
      () => socket.destroy(),
    );
  };
  const lock = lockOf(layout, role);
  const meetingPoint = meetingPointOf(layout, role);
  const servers = [await listen(lock, greet, `the ${role} of ${layout.data} is running already`)];
  if (meetingPoint !== lock) {
    // Whoever had the file before us is dead: we have the lock.
    await rm(meetingPoint, { force: true });
    servers.push(await listen(meetingPoint, greet, `${meetingPoint} is taken`));
  }
  return {
    async publish() {
      const text = await line();
      for (const socket of observers) socket.write(text);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of observers) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function listen(path: string, greet: (socket: Socket) => void, taken: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(greet);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new AlreadyRunningError(taken) : error);
    });
    server.listen({ path }, () => resolve(server));
  });
}
