/** Pods for which others were removed from a node: until they run there, the room is kept for them. */
import type { PodInfo } from './cache/podInfo.ts';

const none: readonly PodInfo[] = [];

export class Nominations {
  readonly #byNode = new Map<string, Map<string, PodInfo>>();
  readonly #nodeOf = new Map<string, string>();

  set(pod: PodInfo, nodeName: string): void {
    this.delete(pod.key);
    const pods = this.#byNode.get(nodeName) ?? new Map<string, PodInfo>();
    this.#byNode.set(nodeName, pods.set(pod.key, pod));
    this.#nodeOf.set(pod.key, nodeName);
  }

  delete(key: string): void {
    const nodeName = this.#nodeOf.get(key);
    if (nodeName === undefined) return;
    this.#nodeOf.delete(key);
    const pods = this.#byNode.get(nodeName);
    pods?.delete(key);
    if (pods?.size === 0) this.#byNode.delete(nodeName);
  }

  nodeOf(key: string): string | undefined {
    return this.#nodeOf.get(key);
  }

  /** Those on the node that go before `pod`: of the same or a higher priority. */
  before(pod: PodInfo, nodeName: string): readonly PodInfo[] {
    const pods = this.#byNode.get(nodeName);
    return pods ? [...pods.values()].filter((other) => other.priority >= pod.priority && other.key !== pod.key) : none;
  }

  /** Those on the node that `pod` has pushed aside. */
  behind(pod: PodInfo, nodeName: string): readonly PodInfo[] {
    const pods = this.#byNode.get(nodeName);
    return pods ? [...pods.values()].filter((other) => other.priority < pod.priority) : none;
  }
}
