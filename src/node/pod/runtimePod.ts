/**
 * What the runtime has of one Pod, in the agent's own terms: the only input beside the spec from which actions and
 * status are computed. A restarted agent knows everything again by reading it.
 */

export interface RuntimeSandbox {
  readonly id: string;
  readonly attempt: number;
  readonly ready: boolean;
  /** Milliseconds since the epoch, as everywhere in this file. */
  readonly createdAt: number;
  /** The Pod's addresses, primary first; empty on the host's network. */
  readonly ips: readonly string[];
  readonly hostNetwork: boolean;
}

export interface RuntimeContainer {
  readonly id: string;
  readonly name: string;
  readonly sandboxId: string;
  /** How many containers of this name the Pod had before this one. */
  readonly restartCount: number;
  readonly state: 'created' | 'running' | 'exited' | 'unknown';
  readonly createdAt: number;
  /** 0 when it never started. */
  readonly startedAt: number;
  /** 0 when it has not finished. */
  readonly finishedAt: number;
  readonly exitCode: number;
  /** Completed, Error, OOMKilled, …: the runtime's word, or ours where it says nothing. */
  readonly reason: string;
  /** The termination message, or the runtime's own when there is none. */
  readonly message: string;
  readonly image: string;
  readonly imageId: string;
  /** containerHash() of the spec that it was made from. */
  readonly hash: string;
  /** Absolute path of its log on this machine. */
  readonly logPath: string;
  readonly user?: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
}

export interface RuntimePod {
  /** Newest first. */
  readonly sandboxes: readonly RuntimeSandbox[];
  /** Newest first, of every sandbox. */
  readonly containers: readonly RuntimeContainer[];
}

/** The newest container of a name. */
export function latestOf(runtime: RuntimePod, name: string): RuntimeContainer | undefined {
  return runtime.containers.find((c) => c.name === name);
}

/** True while a container may still hold resources: it runs, or the runtime cannot tell. */
export const mayRun = (container: RuntimeContainer): boolean =>
  container.state === 'running' || container.state === 'unknown';
