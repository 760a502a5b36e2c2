/** exec and attach on a Pod's container, with this program's own streams or others. */
import type { Readable, Writable } from 'node:stream';
import { runRemoteCommand, RemoteCommandError, type TerminalSize } from '../../client/streams/remoteCommand.ts';
import { pods } from '../../machinery/resources.ts';
import { CommandError, PlainError } from '../kube/errors.ts';
import { pathOf } from '../kube/mapper.ts';
import type { Session } from '../kube/session.ts';
import { impersonation } from '../kube/settings.ts';
import { rawTerminal, terminalSizes } from './terminal.ts';

export interface PodStreamOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of exec; attach has none. */
  readonly command?: readonly string[];
  readonly stdin?: Readable | undefined;
  readonly stdout?: Writable | undefined;
  readonly stderr?: Writable | undefined;
  readonly tty: boolean;
  /** The first size that an attached terminal is told, from its true one. */
  readonly firstSize?: (size: TerminalSize) => TerminalSize;
}

/** Resolves with the exit code of the command. Rejects with ApiError, ConnectionError or CommandError. */
export async function streamPod(session: Session, options: PodStreamOptions): Promise<number> {
  const { namespace, pod, container, command, stdin, stdout, stderr, tty, firstSize } = options;
  const query = new URLSearchParams();
  for (const word of command ?? []) query.append('command', word);
  query.set('container', container);
  if (stdin) query.set('stdin', 'true');
  if (stdout) query.set('stdout', 'true');
  if (stderr && !tty) query.set('stderr', 'true');
  if (tty) query.set('tty', 'true');
  const path = `${pathOf(pods, namespace, pod, command ? 'exec' : 'attach')}?${query.toString()}`;
  const { connection } = await session.settings();
  const headers = impersonation(session.flags);
  using _terminal = tty ? rawTerminal() : undefined;
  try {
    return await runRemoteCommand({ ...connection, headers }, path, {
      stdin,
      stdout,
      stderr: tty ? undefined : stderr,
      ...(tty && { onResize: terminalSizes(firstSize) }),
    });
  } catch (error) {
    throw error instanceof RemoteCommandError ? new CommandError(error.message) : error;
  }
}

/** What an exit code other than 0 is to the one who called. */
export function endedWith(code: number): void {
  if (code !== 0) throw new PlainError(`command terminated with exit code ${code}`, code);
}
