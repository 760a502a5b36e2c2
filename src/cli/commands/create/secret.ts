import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'secret',
  summary: 'Create a secret using a specified subcommand',
  usage: 'secret (docker-registry | generic | tls)',
  description: `Create a secret with specified type.

 A docker-registry secret holds what a registry wants to know before it gives images away, a generic one whatever you put
in, and a tls one a certificate with its key.`,
  flags: {},
  verbs: {
    generic: () => import('./secretGeneric.ts'),
    'docker-registry': () => import('./secretDockerRegistry.ts'),
    tls: () => import('./secretTls.ts'),
  },
});
