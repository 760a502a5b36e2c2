/** Runs programs as a person would: no shell, bounded in time, their output as text. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Milliseconds until it is killed. Default 60 000. */
  readonly timeout?: number;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; -1 when a signal ended it. */
  readonly code: number;
}

/** Never rejects because of the exit code; rejects when the program is not there or runs longer than the timeout. */
export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { input, env, cwd, timeout = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, ...(cwd !== undefined && { cwd }) });
    let stdout = '';
    let stderr = '';
    let late = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
      // A grandchild may hold the pipes open; nobody waits for it.
      child.stdout.destroy();
      child.stderr.destroy();
    }, timeout);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (late) reject(new Error(`${program} ${args.join(' ')}: not done after ${timeout} ms\n${stdout}${stderr}`));
      else resolve({ stdout, stderr, code: code ?? -1 });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** A program that runs on until it is disposed of: what it has printed so far, and waiting for more. */
export interface RunningCommand extends AsyncDisposable {
  readonly stderr: string;
  /** Resolves with the output once it matches; rejects when that takes longer, or the program ends without it. */
  output(pattern: RegExp, timeout?: number): Promise<string>;
}

/** Disposing kills it. */
export function start(
  program: string,
  args: readonly string[],
  { env }: Pick<CommandOptions, 'env'> = {},
): RunningCommand {
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  child.stdin.end();
  let stdout = '';
  let stderr = '';
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  child.on('error', (error) => (stderr += error.message));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    get stderr() {
      return stderr;
    },
    output(pattern, timeout = 15_000) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(stdout)) return;
          stop();
          resolve(stdout);
        };
        const fail = (why: string) => (): void => {
          stop();
          reject(new Error(`${program} ${args.join(' ')}: ${why} without ${String(pattern)}:\n${stdout}${stderr}`));
        };
        const gone = fail('ended');
        const timer = setTimeout(fail(`${timeout} ms passed`), timeout);
        const stop = (): void => {
          clearTimeout(timer);
          child.stdout.off('data', look);
          child.off('close', gone);
        };
        child.stdout.on('data', look);
        child.on('close', gone);
        look();
      });
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
