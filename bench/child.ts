/** Programs of the bench that run in a process of their own, so that neither side's work is counted as the other's. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** The first line that it printed. */
  readonly firstLine: string;
  /** Sends it a line on its standard input; resolves with the next line that it prints. */
  ask(line: string): Promise<string>;
}

/** Starts a TypeScript program; resolves with its first line. Disposing ends it. Rejects when it ends before. */
export async function startProgram(file: string, args: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${file} ended: ${complaint}`);
    return line.value;
  };
  const firstLine = await next();
  return {
    pid: child.pid ?? 0,
    firstLine,
    ask(line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Runs a program to its end, at most a minute; resolves with the value that its last line is in JSON. */
export async function runProgram<Value>(file: string, spec: object): Promise<Value> {
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(spec)], { timeout: 60_000 });
  // A named seam: the bench's own programs.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Value;
}

/** Milliseconds of processor time that a process has used so far, all of its threads. */
export async function cpuMilliseconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0')),
  );
  return times.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6;
}

/** Resident memory of a process in MiB: all of it, and its share where pages are shared with others. */
export async function memory(pid: number): Promise<{ readonly rss: number; readonly pss: number }> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}: +([0-9]+) kB`, 'm').exec(text)?.[1]) / 1024;
  return { rss: of('Rss'), pss: of('Pss') };
}
