/**
 * Peapod's own containerd: beside any other that the machine has, with everything under Peapod's folders. Guarantees:
 * - it outlives us: it is started detached, and a later start adopts the one that runs;
 * - when it dies it is started again, at once, then with growing pauses; containers live on, in their shims;
 * - disposing ends only the supervision; `stop` ends the process, never the containers.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { containerdConfig } from './containerdConfig.ts';
import { GrpcConnection } from './cri/grpc.ts';
import {
  canLowerOomScore,
  cniPlugins,
  detectCgroups,
  detectSnapshotter,
  findCniPlugins,
  findProgram,
} from './detect.ts';
import { runtimePaths } from './paths.ts';
import type { RuntimeDirectories, RuntimePaths } from './paths.ts';
import { endProcess, hasExited, processArguments, processIds } from './processes.ts';
import { endStrayShims } from './strayShims.ts';
import { canConnect } from './sockets.ts';
import { silent } from '../../machinery/log.ts';
import type { Logger } from '../../machinery/log.ts';

export interface ContainerdOptions extends RuntimeDirectories {
  /** The reference of the image that holds a sandbox's namespaces. */
  readonly sandboxImage: string;
  /** Default: what detectCgroups() says. */
  readonly cgroupDriver?: 'systemd' | 'cgroupfs' | undefined;
  /** Milliseconds until a start that brings no socket counts as failed. Default 20 000. */
  readonly startTimeout?: number | undefined;
  readonly log?: Logger | undefined;
  /** Called when it died or could not be started again, and when it is back. */
  readonly onChange?: ((change: ContainerdChange) => void) | undefined;
}

export type ContainerdChange =
  | { readonly type: 'died'; readonly message: string }
  | { readonly type: 'restarted'; readonly pid: number };

export interface ContainerdProcess extends AsyncDisposable {
  /** As createCriClient takes it. */
  readonly endpoint: string;
  readonly paths: RuntimePaths;
  /** Changes when it is restarted. */
  readonly pid: number;
  /** Whether it was running already. */
  readonly adopted: boolean;
  /** Ends supervision and process; containers run on. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** containerd cannot be started. `message` is one line for a person, with the end of its log. */
class ContainerdError extends Error {
  override readonly name = 'ContainerdError';
  /** What to do about it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const firstPause = 100;
const longestPause = 10_000;
/** Milliseconds between looks for shims that a containerd which died has left; some are forgotten only with their Pod. */
const sweepPauses = [0, 5_000, 20_000, 120_000];
/** After running this long, a death is news and not one more of a series. */
const settledAfter = 60_000;

export async function startContainerd(options: ContainerdOptions): Promise<ContainerdProcess> {
  const paths = runtimePaths(options);
  const running = await runningPid(paths);
  if (running !== undefined && (await canConnect(paths.socket))) return new Supervisor(options, paths, running, true);
  if (running !== undefined) await endProcess(running);
  return new Supervisor(options, paths, await launch(options, paths), false);
}

/** The pid of the containerd that runs with these folders, whoever started it. */
export async function runningPid(paths: RuntimePaths): Promise<number | undefined> {
  const pid = Number(await readFile(paths.pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return unnotedPid(paths);
  return (await processArguments(pid))?.includes(paths.config) === true ? pid : undefined;
}

/** Without its note, as when somebody emptied the run directory, it still holds the lock of its root, if it has one. */
async function unnotedPid(paths: RuntimePaths): Promise<number | undefined> {
  if (!existsSync(paths.root)) return undefined;
  for (const pid of await processIds()) {
    const args = await processArguments(pid);
    if (path.basename(args?.[0] ?? '') === 'containerd' && args?.includes(paths.config)) return pid;
  }
  return undefined;
}

class Supervisor implements ContainerdProcess {
  readonly endpoint: string;
  readonly paths: RuntimePaths;
  readonly adopted: boolean;
  readonly #options: ContainerdOptions;
  readonly #log: Logger;
  readonly #ended = new AbortController();
  #connection: GrpcConnection;
  #pid: number;
  #startedAt = Date.now();
  #pause = firstPause;
  #restarting: Promise<void> | undefined;
  #sweeps = new AbortController();
  #sweeping = Promise.resolve();

  constructor(options: ContainerdOptions, paths: RuntimePaths, pid: number, adopted: boolean) {
    this.#options = options;
    this.#log = options.log ?? silent;
    this.#pid = pid;
    this.paths = paths;
    this.adopted = adopted;
    this.endpoint = `unix://${paths.socket}`;
    this.#connection = this.#watch();
    this.#sweep();
  }

  get pid(): number {
    return this.#pid;
  }

  /** A connection of our own tells at once that the process died, also when it is not our child. */
  #watch(): GrpcConnection {
    return new GrpcConnection(this.endpoint, (state) => {
      if (state !== 'down' || this.#ended.signal.aborted || this.#restarting) return;
      this.#restarting = this.#revive().finally(() => (this.#restarting = undefined));
    });
  }

  async #revive(): Promise<void> {
    const { signal } = this.#ended;
    // The socket closes a moment before the process is gone. One that lives on without a socket is of no use.
    if (!(await hasExited(this.#pid, 2000))) await endProcess(this.#pid);
    if (signal.aborted) return;
    this.#report({ type: 'died', message: `containerd (pid ${this.#pid}) ended` });
    if (Date.now() - this.#startedAt > settledAfter) this.#pause = firstPause;
    while (!signal.aborted) {
      try {
        this.#pid = await launch(this.#options, this.paths);
        this.#startedAt = Date.now();
        this.#report({ type: 'restarted', pid: this.#pid });
        this.#sweep();
        // Deaths while we were busy here were not acted upon: look again with a fresh connection.
        await this.#connection[Symbol.asyncDispose]();
        if (!signal.aborted) this.#connection = this.#watch();
        return;
      } catch (error) {
        this.#report({ type: 'died', message: error instanceof Error ? error.message : String(error) });
      }
      await sleep(this.#pause, undefined, { signal, ref: false }).catch(() => {});
      this.#pause = Math.min(2 * this.#pause, longestPause);
    }
  }

  /** Looks for shims that a containerd which died has left: begins anew when one has died again. */
  #sweep(): void {
    this.#sweeps.abort();
    this.#sweeps = new AbortController();
    const signal = AbortSignal.any([this.#ended.signal, this.#sweeps.signal]);
    const before = this.#sweeping;
    this.#sweeping = (async () => {
      await before;
      for (const pause of sweepPauses) {
        await sleep(pause, undefined, { signal, ref: false });
        const ended = await endStrayShims(this.paths);
        if (ended.length > 0) this.#log.warn({ pids: ended }, 'shims that containerd does not know were ended');
      }
    })().catch((error: unknown) => {
      if (!signal.aborted) this.#log.warn({ error }, 'shims could not be looked through');
    });
  }

  #report(change: ContainerdChange): void {
    if (change.type === 'died') this.#log.warn({ pid: this.#pid }, change.message);
    else this.#log.info({ pid: change.pid }, 'containerd runs again');
    this.#options.onChange?.(change);
  }

  async stop(): Promise<void> {
    await this[Symbol.asyncDispose]();
    await endProcess(this.#pid);
    await rm(this.paths.pidFile, { force: true });
    await rm(this.paths.socket, { force: true });
    await rm(`${this.paths.socket}.ttrpc`, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#restarting;
    await this.#sweeping;
    await this.#connection[Symbol.asyncDispose]();
  }
}

async function launch(options: ContainerdOptions, paths: RuntimePaths): Promise<number> {
  await writeConfiguration(options, paths);
  return launchConfigured(paths, { startTimeout: options.startTimeout });
}

interface LaunchOptions {
  readonly startTimeout?: number | undefined;
  /** What it is put behind, a program that becomes it. */
  readonly launcher?: readonly string[] | undefined;
}

/**
 * Starts the process with the configuration that is there, and waits until its socket answers. Returns its pid.
 * Nothing supervises it: this is for startContainerd(), and for putting things in order after a crash.
 */
export async function launchConfigured(
  paths: RuntimePaths,
  { startTimeout = 20_000, launcher = [] }: LaunchOptions = {},
): Promise<number> {
  const program = await findProgram('containerd');
  if (program === undefined) {
    throw new ContainerdError('containerd is not installed', 'install it: apt-get install containerd');
  }
  await rm(paths.socket, { force: true });
  await rotate(paths.log);
  const log = openSync(paths.log, 'a');
  const [command = program, ...behind] = launcher;
  const own = ['--config', paths.config];
  const child = spawn(command, launcher.length === 0 ? own : [...behind, program, ...own], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  });
  closeSync(log);
  let ending: string | undefined;
  child.once('error', (error) => (ending = error.message));
  child.once('exit', (code, signal) => (ending = signal === null ? `exit code ${code}` : `signal ${signal}`));
  child.unref();

  const deadline = Date.now() + startTimeout;
  while (ending === undefined && Date.now() < deadline) {
    if (await canConnect(paths.socket)) {
      const pid = child.pid ?? 0;
      await writeFile(paths.pidFile, `${pid}\n`);
      return pid;
    }
    await sleep(3);
  }
  if (child.pid !== undefined && ending === undefined) await endProcess(child.pid);
  const problem = ending === undefined ? 'its socket did not answer in time' : `it ended with ${ending}`;
  throw new ContainerdError(
    `containerd does not start: ${problem}${await lastComplaint(paths.log)}`,
    `its log is ${paths.log}`,
  );
}

async function writeConfiguration(options: ContainerdOptions, paths: RuntimePaths): Promise<void> {
  for (const folder of [
    paths.root,
    paths.state,
    paths.registries,
    paths.cniConfig,
    path.dirname(paths.log),
    path.dirname(paths.socket),
  ]) {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  }
  const [cniBinDir, snapshotter, cgroups, canLower, runc, crun] = await Promise.all([
    findCniPlugins(cniPlugins),
    detectSnapshotter(paths.root),
    detectCgroups(),
    canLowerOomScore(),
    findProgram('runc'),
    findProgram('crun'),
  ]);
  if (cniBinDir === undefined) {
    throw new ContainerdError(
      `the CNI plugins ${cniPlugins.join(', ')} are not installed`,
      'install them: apt-get install containernetworking-plugins',
    );
  }
  if (runc === undefined && crun === undefined) {
    throw new ContainerdError('neither runc nor crun is installed', 'install one: apt-get install runc');
  }
  await writeFile(
    paths.config,
    containerdConfig({
      paths,
      sandboxImage: options.sandboxImage,
      cniBinDir,
      snapshotter,
      cgroupDriver: options.cgroupDriver ?? cgroups.driver,
      canLowerOomScore: canLower,
      runtimes: { ...(runc === undefined ? {} : { runc }), ...(crun === undefined ? {} : { crun }) },
      defaultRuntime: runc === undefined ? 'crun' : 'runc',
    }),
  );
}

/** Keeps the log from growing without bound: at a start, one older generation of at least 10 MiB is kept. */
async function rotate(log: string): Promise<void> {
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > 10 * 1024 * 1024) await rename(log, `${log}.1`);
}

/** The last error line of the log, as `: …`; empty when there is none. */
async function lastComplaint(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n');
  const line = lines.findLast((each) => /level=(error|fatal)|^containerd: /.test(each)) ?? lines.at(-1) ?? '';
  return line === '' ? '' : `: ${line.slice(0, 500)}`;
}
