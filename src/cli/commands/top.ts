/** `peapod top`: what nodes and Pods use. */
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'top',
  summary: 'Display resource (CPU/memory) usage',
  usage: 'top [flags]',
  description: `Display resource (CPU/memory) usage of nodes or pods.

 The server must serve metrics.k8s.io.`,
  flags: {},
  verbs: {
    node: () => import('./top/node.ts'),
    nodes: () => import('./top/node.ts'),
    no: () => import('./top/node.ts'),
    pod: () => import('./top/pod.ts'),
    pods: () => import('./top/pod.ts'),
    po: () => import('./top/pod.ts'),
  },
});
