/** `peapod auth`: what one may do, and who one is. */
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'auth',
  summary: 'Inspect authorization',
  usage: 'auth [flags]',
  description: 'Inspect authorization.',
  flags: {},
  verbs: {
    'can-i': () => import('./auth/canI.ts'),
    whoami: () => import('./auth/whoami.ts'),
  },
});
