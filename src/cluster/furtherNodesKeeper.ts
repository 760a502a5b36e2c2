/** The control plane keeps the further nodes of its machine running, those too that are added later. */
import { mkdirSync, watch } from 'node:fs';
import type { Logger } from '../machinery/log.ts';
import type { Layout } from './layout.ts';
import { furtherNodes } from './nodeConfig.ts';
import { keep } from './process/keep.ts';

export interface FurtherNodesKeeper extends AsyncDisposable {
  /** How many are kept. */
  readonly size: number;
}

/** What is noted below the cluster's folder is what is kept; the kernel tells when that changes. */
export function keepFurtherNodes(cluster: Layout, log: Logger): FurtherNodesKeeper {
  const kept = new Map<string, AsyncDisposable>();
  const look = (): void => {
    const nodes = furtherNodes(cluster);
    for (const { layout, config } of nodes) {
      if (!kept.has(config.nodeName))
        kept.set(config.nodeName, keep(layout, 'node', log.child({ node: config.nodeName })));
    }
    for (const [name, keeper] of kept) {
      if (nodes.some(({ config }) => config.nodeName === name)) continue;
      kept.delete(name);
      void keeper[Symbol.asyncDispose]();
    }
  };
  mkdirSync(cluster.nodes, { recursive: true, mode: 0o700 });
  const watcher = watch(cluster.nodes, look);
  look();
  return {
    get size() {
      return kept.size;
    },
    async [Symbol.asyncDispose]() {
      watcher.close();
      await Promise.all([...kept.values()].map((keeper) => keeper[Symbol.asyncDispose]()));
    },
  };
}
