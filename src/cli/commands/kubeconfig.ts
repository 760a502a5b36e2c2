/** `peapod kubeconfig`: the administrator's kubeconfig on standard output. */
import { adminKubeconfig } from '../../cluster/adminClient.ts';
import type { Layout } from '../../cluster/layout.ts';

/** Throws UserError when there is no cluster, or when the caller may not read it. */
export function kubeconfig(layout: Layout): void {
  process.stdout.write(adminKubeconfig(layout));
}
