/** The processes that make up what a data directory holds: a cluster's, or those of a node that joined one. */
import type { Layout } from '../layout.ts';
import { furtherNodes, readNodeConfig } from '../nodeConfig.ts';
import type { Role } from './role.ts';

export interface Member {
  readonly layout: Layout;
  readonly role: Role;
  /** Of a further node of the machine: its name. */
  readonly node?: string;
  /** For a person: 'node', 'node demo-2'. */
  readonly title: string;
}

/** In the order in which they are of interest. */
export function membersOf(layout: Layout): Member[] {
  const first: Role = readNodeConfig(layout) ? 'keeper' : 'control-plane';
  return [
    ...[first, 'node' as const].map((role) => ({ layout, role, title: role })),
    ...furtherNodes(layout).map((node) => ({
      layout: node.layout,
      role: 'node' as const,
      node: node.config.nodeName,
      title: `node ${node.config.nodeName}`,
    })),
  ];
}
