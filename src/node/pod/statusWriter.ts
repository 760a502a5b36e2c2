/**
 * Writes the status of one Pod to the API server, in the background.
 *
 * Guarantees: writes are one after another; only the newest status submitted is written, those it overtook are not;
 * nothing is written that is there already; a write that failed is tried again until it succeeds, the Pod is gone, or
 * the writer is closed.
 */
import type { Pod, PodStatus } from '../../api/core/v1.ts';
import { ApiError, isNotFound } from '../../machinery/apiError.ts';
import type { Client } from '../../client/client.ts';
import type { Logger } from '../../machinery/log.ts';
import type { Stored } from '../../machinery/object.ts';
import { pods } from '../../machinery/resources.ts';
import type { NodePod } from './identity.ts';
import { statusPatch } from './statusPatch.ts';

const firstRetry = 200;
const longestRetry = 10_000;

export class StatusWriter {
  readonly #client: Client;
  readonly #log: Logger;
  /** Of a static Pod: the Pod that shows it, while there is one. */
  readonly #mirror: (() => Stored<Pod> | undefined) | undefined;
  /** What no mirror shows yet. */
  #unshown: PodStatus | undefined;
  /** The newest state of the object that is known, ours or the informer's. */
  #known: Stored<Pod> | undefined;
  #wanted: { pod: Stored<Pod>; status: PodStatus } | undefined;
  #writing: Promise<void> | undefined;
  #closed = new AbortController();

  constructor(client: Client, log: Logger, mirror?: () => Stored<Pod> | undefined) {
    this.#client = client;
    this.#log = log;
    this.#mirror = mirror;
  }

  /** The last status known: what the next one is computed from. */
  last(pod: NodePod): PodStatus {
    this.#observe(this.#mirror === undefined ? pod : this.#mirror());
    return this.#wanted?.status ?? this.#unshown ?? this.#known?.status ?? {};
  }

  submit(pod: NodePod, status: PodStatus): void {
    const shown = this.#mirror === undefined ? pod : this.#mirror();
    this.#unshown = shown === undefined ? status : undefined;
    if (shown === undefined) return;
    this.#observe(shown);
    this.#wanted = { pod: shown, status };
    this.#writing ??= this.#write();
  }

  /** Resolves when what was submitted is written, or never can be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  close(): void {
    this.#closed.abort();
  }

  #observe(pod: Stored<Pod> | undefined): void {
    if (pod === undefined) return;
    if (
      this.#known?.metadata.uid !== pod.metadata.uid ||
      Number(pod.metadata.resourceVersion) > Number(this.#known.metadata.resourceVersion)
    )
      this.#known = pod;
  }

  async #write(): Promise<void> {
    // Never done before submit() has noted that it began.
    await Promise.resolve();
    for (let delay = firstRetry; this.#wanted !== undefined && !this.#closed.signal.aborted; ) {
      const { pod, status } = this.#wanted;
      const patch = statusPatch(this.#known?.status ?? {}, status);
      if (patch === undefined) break;
      const { name, namespace, uid } = pod.metadata;
      try {
        const body = { metadata: { uid }, status: patch };
        this.#known = await this.#client
          .resource(pods)
          .patch(name, namespace, 'application/strategic-merge-patch+json', body, 'status');
        delay = firstRetry;
        if (this.#wanted.status === status) break;
      } catch (error) {
        if (isNotFound(error) || (error instanceof ApiError && error.code === 409)) break;
        this.#log.warn({ pod: `${namespace}/${name}`, error }, "a Pod's status could not be written");
        await pause(delay, this.#closed.signal);
        delay = Math.min(delay * 2, longestRetry);
      }
    }
    this.#wanted = undefined;
    this.#writing = undefined;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
