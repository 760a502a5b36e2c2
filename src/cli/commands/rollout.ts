/** `peapod rollout`: the rollouts of Deployments, DaemonSets and StatefulSets. */
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'rollout',
  summary: 'Manage the rollout of a resource',
  usage: 'rollout SUBCOMMAND',
  description: `Manage the rollout of one or many resources.

 Valid resource types include:

  *  deployments
  *  daemonsets
  *  statefulsets`,
  examples: `# Back to what was there before
peapod rollout undo deployment/web

# Wait until it is rolled out
peapod rollout status deployment/web

# New Pods, of the same template
peapod rollout restart deployment/web`,
  flags: {},
  verbs: {
    history: () => import('./rollout/history.ts'),
    pause: () => import('./rollout/pause.ts'),
    restart: () => import('./rollout/restart.ts'),
    resume: () => import('./rollout/resume.ts'),
    status: () => import('./rollout/status.ts'),
    undo: () => import('./rollout/undo.ts'),
  },
});
