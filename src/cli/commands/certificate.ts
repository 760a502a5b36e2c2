/** `peapod certificate`: answers to requests for certificates. */
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'certificate',
  summary: 'Modify certificate resources',
  usage: 'certificate SUBCOMMAND',
  description: 'Modify certificate resources.',
  flags: {},
  verbs: {
    approve: () => import('./certificate/approve.ts'),
    deny: () => import('./certificate/deny.ts'),
  },
});
