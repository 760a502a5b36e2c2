/**
 * Long work tells what it does: on a terminal a line that is rewritten, with a bar where it is known how much is done, and
 * that counts the seconds when the work tells nothing new; elsewhere plain lines. Goes to standard error.
 */
import { stderr } from 'node:process';
import type { Progress } from '../cluster/progress.ts';

/** A Progress on a terminal or a file. */
export interface ProgressPrinter extends Progress {
  /** Removes a line that is still open, before something else is printed. */
  end(): void;
}

const column = 15;
const barWidth = 20;
/** Milliseconds between lines about the same work where lines cannot be rewritten. */
const plainPause = 5_000;
/** Seconds after which they are told. */
const worthTelling = 2;

/** Colours and rewriting only on a terminal (and not with NO_COLOR, see no-color.org). */
export function createProgress(
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown } = stderr,
): ProgressPrinter {
  const rewrite = stream.isTTY === true;
  const green = (text: string): string => (rewrite && !process.env.NO_COLOR ? `\u001B[32m${text}\u001B[0m` : text);
  let open = false;
  let last = { work: '', at: 0 };
  let ticking: NodeJS.Timeout | undefined;
  const erase = (): void => {
    if (open) stream.write('\r\u001B[K');
    open = false;
  };
  const clear = (): void => {
    clearInterval(ticking);
    erase();
  };
  /** A line that went over the edge of the terminal could not be rewritten. */
  const show = (text: string): void => {
    erase();
    const width = (stream.columns || 80) - 1;
    stream.write(text.length > width ? `${text.slice(0, width - 1)}…` : text);
    open = true;
  };
  return {
    doing(what, share) {
      const text = share === undefined ? what : `${what}  ${bar(share, rewrite)}`;
      if (!rewrite) {
        const work = what.split(':')[0] ?? '';
        if (work === last.work && Date.now() - last.at < plainPause) return;
        last = { work, at: Date.now() };
        return void stream.write(`… ${text}\n`);
      }
      clear();
      show(`… ${text}`);
      const began = Date.now();
      ticking = setInterval(() => {
        const seconds = Math.round((Date.now() - began) / 1000);
        if (seconds >= worthTelling) show(`… ${text} (${seconds} s)`);
      }, 1_000).unref();
    },
    done(what, detail) {
      clear();
      stream.write(`${green('✔')} ${what.padEnd(column)} ${detail}\n`);
    },
    end: clear,
  };
}

/** A drawn one on a terminal alone. */
function bar(share: number, drawn: boolean): string {
  const part = Math.min(1, Math.max(0, share));
  const full = Math.round(part * barWidth);
  const percent = `${Math.floor(part * 100)} %`;
  return drawn ? `${'━'.repeat(full)}${'─'.repeat(barWidth - full)} ${percent}` : percent;
}
