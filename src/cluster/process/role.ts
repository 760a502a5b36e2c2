/** The processes of a machine, and the name under which each can be found. */
import { join } from 'node:path';
import type { Layout } from '../layout.ts';

/**
 * The control plane serves the API; the node runs Pods. Each can die and come back alone. Where there is a node and no
 * control plane, a keeper stands in the place of the latter.
 */
export type Role = 'control-plane' | 'node' | 'keeper';

/** Of a machine with a control plane. */
export const roles: readonly Role[] = ['control-plane', 'node'];

/**
 * An abstract Unix socket (unix(7)): bound by at most one process, and released by the kernel the moment that
 * process dies, however it dies. So it is lock and meeting point at once, and never stale.
 */
export const lockOf = (layout: Layout, role: Role): string => `\0${layout.run}/${role}`;

/**
 * Where a process is met. Abstract names end at a network namespace: a node in one of its own is met at a file, which
 * whoever holds the lock there makes anew.
 */
export const meetingPointOf = (layout: Layout, role: Role): string =>
  layout.namespace === undefined ? lockOf(layout, role) : join(layout.run, `${role}.sock`);

/** In the environment: the process ends when its standard input does, and so with whoever started it. For tests. */
export const endsWithParent = 'PEAPOD_ENDS_WITH_PARENT';
