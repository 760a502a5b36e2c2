/** Eviction thresholds: from which amount on the node reclaims what Pods use (API concept "Node-pressure Eviction"). */
import { formatQuantity, isQuantity, quantityOf, value } from '../../machinery/quantity.ts';

const signals = [
  'memory.available',
  'nodefs.available',
  'nodefs.inodesFree',
  'imagefs.available',
  'imagefs.inodesFree',
  'pid.available',
] as const;
export type Signal = (typeof signals)[number];

/** Met while less than this is available. */
export interface Threshold {
  readonly signal: Signal;
  /** A quantity, or a share of the capacity from 0 to 1. */
  readonly least: string | number;
}

/** What is measured: bytes, inodes or processes. */
export interface Observation {
  readonly available: number;
  readonly capacity: number;
}

export type Observations = ReadonlyMap<Signal, Observation>;

/** Upstream's hard thresholds on Linux. */
export const defaultThresholds: readonly Threshold[] = parseThresholds(
  'memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<15%,imagefs.inodesFree<5%',
);

/** As kubelet's `--eviction-hard` has them: `memory.available<1Gi,nodefs.available<10%`. Throws on anything else. */
export function parseThresholds(text: string): Threshold[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', amount = '', ...more] = part.split('<').map((each) => each.trim());
      const signal = signals.find((known) => known === name);
      if (signal === undefined || more.length > 0)
        throw new Error(`eviction threshold ${JSON.stringify(part)}: must be one of ${signals.join(', ')}, then '<'`);
      const percent = /^(\d+(?:\.\d+)?)%$/.exec(amount)?.[1];
      if (percent !== undefined && Number(percent) <= 100) return { signal, least: Number(percent) / 100 };
      if (percent === undefined && isQuantity(amount) && value(amount) >= 0) return { signal, least: amount };
      throw new Error(`eviction threshold ${JSON.stringify(part)}: must be a quantity or a percentage from 0 to 100`);
    });
}

/** In the unit of the signal. */
export const leastOf = ({ least }: Threshold, capacity: number): number =>
  typeof least === 'number' ? Math.floor(least * capacity) : value(least);

/** Those of which less is available than there has to be. What could not be measured is not met. */
export function thresholdsMet(thresholds: readonly Threshold[], observations: Observations): Threshold[] {
  return thresholds.filter((threshold) => {
    const seen = observations.get(threshold.signal);
    return seen !== undefined && seen.available < leastOf(threshold, seen.capacity);
  });
}

export function conditionOf(signal: Signal): 'MemoryPressure' | 'DiskPressure' | 'PIDPressure' {
  if (signal === 'memory.available') return 'MemoryPressure';
  return signal === 'pid.available' ? 'PIDPressure' : 'DiskPressure';
}

/** What people are told that the node lacks. */
export function resourceOf(signal: Signal): 'memory' | 'ephemeral-storage' | 'inodes' | 'pids' {
  if (signal === 'memory.available') return 'memory';
  if (signal === 'pid.available') return 'pids';
  return signal.endsWith('.available') ? 'ephemeral-storage' : 'inodes';
}

/** Memory and storage that Pods cannot have since eviction would take them back: in bytes. */
export function heldBack(
  thresholds: readonly Threshold[],
  capacity: { readonly memoryBytes: number; readonly storageBytes: number },
): { readonly memoryBytes: number; readonly storageBytes: number } {
  const of = (signal: Signal, whole: number): number => {
    const threshold = thresholds.find((t) => t.signal === signal);
    return threshold === undefined ? 0 : leastOf(threshold, whole);
  };
  return {
    memoryBytes: of('memory.available', capacity.memoryBytes),
    storageBytes: of('nodefs.available', capacity.storageBytes),
  };
}

/** As upstream prints amounts of a signal. */
export const amountText = (amount: number, signal?: Signal): string =>
  formatQuantity(
    quantityOf(Math.floor(amount), signal === 'pid.available' || signal?.endsWith('Free') ? 'decimal' : 'binary'),
  );
