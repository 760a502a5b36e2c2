/**
 * How many nodes are lost in which zone, and how fast Pods may be evicted because of it: when too much is lost at once, the
 * fault is probably on this side of the network, and moving everything would make it worse.
 */
import type { Node } from '../../api/core/v1.ts';
import { TokenBucket } from '../../client/tokenBucket.ts';
import { readiness } from './health.ts';

const nodesPerSecond = 0.1;
const nodesPerSecondWhenUnhealthy = 0.01;
/** From this share of lost nodes on a zone counts as unhealthy. */
const unhealthyShare = 0.55;
/** An unhealthy zone of up to this many nodes evicts nothing. */
const smallZone = 50;

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

interface Zone {
  readonly ready: Set<string>;
  readonly lost: Set<string>;
  bucket: TokenBucket;
  state: ZoneState;
}

export class Zones {
  readonly #zones = new Map<string, Zone>();
  readonly #zoneOf = new Map<string, string>();

  /** Notes a node as it is now. Answers whether the state of any zone changed. */
  note(node: Node, now: number): boolean {
    const name = node.metadata?.name ?? '';
    const key = zoneKey(node);
    const moved = this.#zoneOf.get(name) !== key && this.forget(name, now);
    const zone = this.#zones.get(key) ?? {
      ready: new Set(),
      lost: new Set(),
      bucket: new TokenBucket(1, nodesPerSecond, now),
      state: 'Normal',
    };
    this.#zones.set(key, zone);
    this.#zoneOf.set(name, key);
    zone.ready.delete(name);
    zone.lost.delete(name);
    (readiness(node) === 'True' ? zone.ready : zone.lost).add(name);
    return this.#judge(zone, now) || moved;
  }

  forget(name: string, now: number): boolean {
    const key = this.#zoneOf.get(name);
    const zone = key === undefined ? undefined : this.#zones.get(key);
    if (key === undefined || !zone) return false;
    this.#zoneOf.delete(name);
    zone.ready.delete(name);
    zone.lost.delete(name);
    if (zone.ready.size + zone.lost.size === 0) this.#zones.delete(key);
    return this.#judge(zone, now);
  }

  /** Nothing at all is ready anywhere: nobody is evicted, for there is nowhere to go. */
  get allLost(): boolean {
    return [...this.#zones.values()].every((zone) => zone.state === 'FullDisruption');
  }

  /** Milliseconds until the node may be given up: 0 takes its turn, Infinity is not before the state changes. */
  turn(node: Node, now: number): number {
    const zone = this.#zones.get(zoneKey(node));
    if (!zone || this.allLost) return Infinity;
    return zone.bucket.take(now) ? 0 : zone.bucket.wait(now);
  }

  #judge(zone: Zone, now: number): boolean {
    const state = zoneState(zone.ready.size, zone.lost.size);
    if (state === zone.state) return false;
    zone.state = state;
    const total = zone.ready.size + zone.lost.size;
    const rate = state !== 'PartialDisruption' ? nodesPerSecond : total > smallZone ? nodesPerSecondWhenUnhealthy : 0;
    zone.bucket = new TokenBucket(rate > 0 ? 1 : 0, rate, now);
    return true;
  }
}

export function zoneState(ready: number, lost: number): ZoneState {
  if (ready === 0 && lost > 0) return 'FullDisruption';
  return lost > 2 && lost / (lost + ready) >= unhealthyShare ? 'PartialDisruption' : 'Normal';
}

const zoneKey = ({ metadata }: Node): string =>
  `${metadata?.labels?.['topology.kubernetes.io/region'] ?? ''}:${metadata?.labels?.['topology.kubernetes.io/zone'] ?? ''}`;
