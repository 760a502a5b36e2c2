import { secrets } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { tlsSecret } from '../../generate/config.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'tls',
  summary: 'Create a TLS secret',
  usage: 'tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  description: 'Create a TLS secret from the given public/private key pair. Both must be PEM, and belong together.',
  examples: `# For an Ingress, say
peapod create secret tls site --cert=site.crt --key=site.key`,
  flags: {
    ...createFlags('kubectl-create'),
    cert: stringFlag('Path to PEM encoded public key certificate.'),
    key: stringFlag('Path to private key associated with given certificate.'),
    'append-hash': boolFlag('Append a hash of the secret to its name.'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const object = checked(() => tlsSecret(name, flags.cert, flags.key, flags['append-hash']));
    await createOne(context, secrets, object, 'failed to create secret');
  },
});
