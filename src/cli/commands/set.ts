/** `peapod set`: one thing of existing objects at a time. */
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'set',
  summary: 'Set specific features on objects',
  usage: 'set SUBCOMMAND',
  description: `Configure application resources.

 These commands help you make changes to existing application resources.`,
  flags: {},
  verbs: {
    env: () => import('./set/env.ts'),
    image: () => import('./set/image.ts'),
    resources: () => import('./set/resources.ts'),
    selector: () => import('./set/selector.ts'),
    serviceaccount: () => import('./set/serviceaccount.ts'),
    sa: () => import('./set/serviceaccount.ts'),
    subject: () => import('./set/subject.ts'),
  },
});
