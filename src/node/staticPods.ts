/**
 * Static Pods: those that files in a folder of this machine describe. The node runs them, whatever the API server has; a
 * mirror Pod there shows them.
 *
 * Guarantees: a file that is changed makes another Pod, which begins once the one before is gone; a mirror that somebody
 * deletes is made again and nothing stops for it; a file that cannot be understood is logged and runs nothing.
 */
import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import { isAlreadyExists, isNotFound } from '../machinery/apiError.ts';
import type { Logger } from '../machinery/log.ts';
import type { Stored } from '../machinery/object.ts';
import { mirrorAnnotation } from '../machinery/pod.ts';
import { pods } from '../machinery/resources.ts';
import { parseYaml } from '../machinery/yaml/parse.ts';
import { asNodePod } from './pod/identity.ts';
import type { NodePod } from './pod/identity.ts';

const keys = {
  hash: 'kubernetes.io/config.hash',
  source: 'kubernetes.io/config.source',
  seen: 'kubernetes.io/config.seen',
} as const;

/** Milliseconds between looks at the folder, for what no event tells of, and after something failed. */
const period = 20_000;

export interface StaticPodRunner {
  /** Runs the Pod, under the hash of its file as its UID. */
  runStatic(pod: NodePod): void;
  /** Resolves when nothing of it is left. */
  endStatic(uid: string): Promise<void>;
  /** Those that the API server has for this node, by the UID of what they show. */
  mirrors(): ReadonlyMap<string, Stored<Pod>>;
}

export interface StaticPodsOptions {
  readonly folder: string;
  readonly nodeName: string;
  readonly nodeUid: string;
  readonly client: Client;
  readonly log: Logger;
  readonly runner: StaticPodRunner;
}

export class StaticPods implements AsyncDisposable {
  readonly #options: StaticPodsOptions;
  /** By UID. */
  readonly #running = new Map<string, Stored<Pod>>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wanted = false;
  #looking: Promise<void> | undefined;
  #closed = false;

  constructor(options: StaticPodsOptions) {
    this.#options = options;
  }

  /** Resolves when what the folder has runs, or is about to. */
  async start(): Promise<void> {
    const look = (): void => this.look();
    try {
      this.#watcher = watch(this.#options.folder, look).on('error', look);
    } catch (error) {
      this.#options.log.warn({ folder: this.#options.folder, error }, 'the folder of static Pods cannot be watched');
    }
    this.#timer = setInterval(look, period).unref();
    look();
    await this.#looking;
  }

  /** Something may have changed: a file, or a mirror. */
  look(): void {
    if (this.#closed) return;
    this.#wanted = true;
    this.#looking ??= this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#closed) {
      this.#wanted = false;
      await this.#synchronize().catch((error: unknown) =>
        this.#options.log.warn({ error }, 'static Pods could not be looked at'),
      );
    }
    this.#looking = undefined;
  }

  async #synchronize(): Promise<void> {
    const { folder, runner, log } = this.#options;
    const manifests = new Map<string, Pod>();
    for (const name of (await readdir(folder)).filter((each) => !each.startsWith('.')).sort()) {
      const file = join(folder, name);
      try {
        const pod = this.#read(file, await readFile(file, 'utf8'));
        manifests.set(pod.metadata?.annotations?.[keys.hash] ?? '', pod);
      } catch (error) {
        log.warn({ file, error }, 'the file describes no Pod');
      }
    }
    for (const [uid, mirror] of this.#running) {
      if (manifests.has(uid)) continue;
      this.#running.delete(uid);
      await runner.endStatic(uid);
      await this.#removeMirror(mirror);
    }
    // Of files that went while nobody looked.
    for (const [uid, mirror] of runner.mirrors()) if (!manifests.has(uid)) await this.#removeMirror(mirror);
    for (const [uid, pod] of manifests) {
      try {
        const mirror = await this.#mirror(pod);
        const shown = asNodePod({ ...mirror, metadata: { ...mirror.metadata, uid } });
        if (shown !== undefined && !this.#running.has(uid)) runner.runStatic(shown);
        this.#running.set(uid, mirror);
      } catch (error) {
        log.warn({ pod: pod.metadata?.name, error }, 'a static Pod could not be shown to the API server');
      }
    }
  }

  /** What the file describes, as upstream's kubelet names and marks it. Throws on anything else than a Pod. */
  #read(file: string, text: string): Pod {
    const { nodeName, nodeUid } = this.#options;
    // A named seam: the API server checks and completes what is in the file.
    const pod = parseYaml(text) as Pod | undefined;
    if (pod?.kind !== 'Pod' || !pod.metadata?.name || !pod.spec)
      throw new Error('it must have kind Pod, a name and a spec');
    const hash = createHash('md5').update(`${nodeName}\n${file}\n${text}`).digest('hex');
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...pod.metadata,
        name: `${pod.metadata.name}-${nodeName}`,
        namespace: pod.metadata.namespace || 'default',
        annotations: {
          ...pod.metadata.annotations,
          [keys.hash]: hash,
          [mirrorAnnotation]: hash,
          [keys.seen]: new Date().toISOString(),
          [keys.source]: 'file',
        },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid: nodeUid, controller: true }],
      },
      spec: { ...pod.spec, nodeName, tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] },
    };
  }

  /** The mirror of this very file; one of another file goes first. */
  async #mirror(pod: Pod): Promise<Stored<Pod>> {
    const api = this.#options.client.resource(pods);
    const { name = '', namespace = '', annotations } = pod.metadata ?? {};
    for (;;) {
      try {
        return await api.create(pod);
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
      }
      const found = await api.get(name, namespace);
      const same = found.metadata.annotations?.[mirrorAnnotation] === annotations?.[mirrorAnnotation];
      if (same && found.metadata.deletionTimestamp === undefined) return found;
      await this.#removeMirror(found);
    }
  }

  async #removeMirror({ metadata: { name, namespace, uid } }: Stored<Pod>): Promise<void> {
    try {
      await this.#options.client
        .resource(pods)
        .delete(name, namespace, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
