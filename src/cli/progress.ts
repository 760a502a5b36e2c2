/** Long work tells what it does: a line that is rewritten on a terminal, plain lines elsewhere. Goes to standard error. */
import { stderr } from 'node:process';
import type { Progress } from '../cluster/progress.ts';

/** A Progress on a terminal or a file. */
export interface ProgressPrinter extends Progress {
  /** Removes a line that is still open, before something else is printed. */
  end(): void;
}

const column = 15;
/** Milliseconds between lines about the same work where lines cannot be rewritten. */
const plainPause = 5_000;

/** Colours and rewriting only on a terminal (and not with NO_COLOR, see no-color.org). */
export function createProgress(
  stream: { readonly isTTY?: boolean; write(text: string): unknown } = stderr,
): ProgressPrinter {
  const rewrite = stream.isTTY === true;
  const green = (text: string): string => (rewrite && !process.env.NO_COLOR ? `\u001B[32m${text}\u001B[0m` : text);
  let open = false;
  let last = { work: '', at: 0 };
  const clear = (): void => {
    if (open) stream.write('\r\u001B[K');
    open = false;
  };
  return {
    doing(text) {
      if (!rewrite) {
        const work = text.split(':')[0] ?? '';
        if (work === last.work && Date.now() - last.at < plainPause) return;
        last = { work, at: Date.now() };
        return void stream.write(`… ${text}\n`);
      }
      clear();
      stream.write(`… ${text}`);
      open = true;
    },
    done(what, detail) {
      clear();
      stream.write(`${green('✔')} ${what.padEnd(column)} ${detail}\n`);
    },
    end: clear,
  };
}
