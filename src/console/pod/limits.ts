/** What a Pod or node may use at most, for graphs. */
import type { Node, Pod } from '../../api/core/v1.ts';
import { isQuantity, milliValue, value } from '../../machinery/quantity.ts';

export interface Most {
  /** Thousandths of a core; undefined without a limit. */
  readonly cpu: number | undefined;
  /** Bytes; undefined without a limit. */
  readonly memory: number | undefined;
}

/** A Pod is limited when each of its containers is. */
export function podLimits({ spec }: Pod): Most {
  const sum = (name: string, amount: (quantity: string) => number): number | undefined => {
    let total = 0;
    for (const { resources } of spec?.containers ?? []) {
      const limit = resources?.limits?.[name];
      if (limit === undefined || !isQuantity(limit)) return undefined;
      total += amount(limit);
    }
    return total;
  };
  return { cpu: sum('cpu', milliValue), memory: sum('memory', value) };
}

export function allocatableOf({ status }: Node): Most {
  const { cpu = '', memory = '' } = status?.allocatable ?? {};
  return {
    cpu: isQuantity(cpu) ? milliValue(cpu) : undefined,
    memory: isQuantity(memory) ? value(memory) : undefined,
  };
}
