/**
 * What a Pod has been allowed of CPU and memory on this node, and what its containers have been given of it.
 *
 * Guarantees: it outlives the agent, as a file in the Pod's directory; what is allowed is on disk before it is acted on;
 * a file that cannot be read counts as none.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResourceRequirements } from '../../api/core/v1.ts';
import { makePodDirectory } from '../volumes/podVolumes.ts';
import type { CgroupLimits } from './resources.ts';
import type { Sizes } from './sizes.ts';

interface Kept {
  readonly allocated?: Sizes;
  /** Of the containers as they were last started or resized. */
  readonly actuated?: Sizes;
  /** Of the Pod's own cgroup. */
  readonly cgroup?: CgroupLimits;
}

export class PodAllocation {
  readonly #directory: string;
  #kept: Kept;

  private constructor(directory: string, kept: Kept) {
    this.#directory = directory;
    this.#kept = kept;
  }

  static async open(podDirectory: string): Promise<PodAllocation> {
    const text = await readFile(fileIn(podDirectory), 'utf8').catch(() => undefined);
    return new PodAllocation(podDirectory, text === undefined ? {} : parse(text));
  }

  /** undefined before the node has taken the Pod on. */
  get allocated(): Sizes | undefined {
    return this.#kept.allocated;
  }

  get actuated(): Sizes {
    return this.#kept.actuated ?? {};
  }

  get cgroup(): CgroupLimits | undefined {
    return this.#kept.cgroup;
  }

  async allocate(sizes: Sizes): Promise<void> {
    await this.#keep({ ...this.#kept, allocated: sizes });
  }

  async actuate(sizes: Readonly<Record<string, ResourceRequirements>>, cgroup?: CgroupLimits): Promise<void> {
    const actuated = { ...this.actuated, ...sizes };
    await this.#keep({ ...this.#kept, actuated, ...(cgroup && { cgroup }) });
  }

  async #keep(kept: Kept): Promise<void> {
    if (JSON.stringify(kept) === JSON.stringify(this.#kept)) return;
    // At once, for whoever asks meanwhile how much room is left.
    this.#kept = kept;
    const file = fileIn(this.#directory);
    await makePodDirectory(this.#directory);
    await writeFile(`${file}.new`, JSON.stringify(kept));
    await rename(`${file}.new`, file);
  }
}

const fileIn = (podDirectory: string): string => join(podDirectory, 'sizes.json');

function parse(text: string): Kept {
  try {
    // A named seam: the file is the agent's own.
    return JSON.parse(text) as Kept;
  } catch {
    return {};
  }
}
