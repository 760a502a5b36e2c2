/** Node selectors, which the scheduler and DaemonSets share. */
import type { NodeInfo } from '../cache/nodeInfo.ts';

export type NodePredicate = (node: NodeInfo) => boolean;

export { demandedNames, demandedNodes, termPredicate } from '../../machinery/nodeSelector.ts';
