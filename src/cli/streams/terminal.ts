/** The terminal that this runs in, lent to a command elsewhere: raw while it runs, and as it was again afterwards. */
import { spawnSync } from 'node:child_process';
import type { TerminalSize } from '../../client/streams/remoteCommand.ts';

export interface StreamWish {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
}

/** Whether the command gets a terminal: when one is wished for, and stdin is one. Says so when it is not. */
export function wantsTerminal({ stdin, tty, quiet }: StreamWish): boolean {
  if (!stdin || !tty) return false;
  if (process.stdin.isTTY) return true;
  if (!quiet) process.stderr.write('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}

/** Keys reach the command as they are pressed, Ctrl-C too. Disposing gives the terminal back. */
export function rawTerminal(): Disposable {
  const { stdin } = process;
  stdin.setRawMode(true);
  // Node's raw mode goes on to write \n as \r\n, which the command's own terminal has done already.
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
  return { [Symbol.dispose]: () => void stdin.setRawMode(false) };
}

/**
 * Tells the size now and whenever it changes.
 * @param first a size that is told before, so that what draws the screen notices the true one as a change
 */
export function terminalSizes(
  first?: (size: TerminalSize) => TerminalSize,
): (send: (size: TerminalSize) => void) => () => void {
  return (send) => {
    const { stdout } = process;
    const size = (): TerminalSize => ({ columns: stdout.columns, rows: stdout.rows });
    if (!stdout.isTTY) return () => {};
    if (first) send(first(size()));
    send(size());
    const changed = (): void => send(size());
    stdout.on('resize', changed);
    return () => void stdout.off('resize', changed);
  };
}
