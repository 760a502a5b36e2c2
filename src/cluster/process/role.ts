/** The processes of a machine, and the name under which each can be found. */
import type { Layout } from '../layout.ts';

/** The control plane serves the API; the node runs Pods. Each can die and come back alone. */
export type Role = 'control-plane' | 'node';

export const roles: readonly Role[] = ['control-plane', 'node'];

/**
 * An abstract Unix socket (unix(7)): bound by at most one process, and released by the kernel the moment that
 * process dies, however it dies. So it is lock and meeting point at once, and never stale.
 */
export const socketOf = (layout: Layout, role: Role): string => `\0${layout.run}/${role}`;
