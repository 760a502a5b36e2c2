import { secrets } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { genericSecret } from '../../generate/config.ts';
import { arrayFlag, boolFlag, listFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'generic',
  summary: 'Create a secret from a local file, directory, or literal value',
  usage:
    'generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  description: 'Create a secret based on a file, directory, or specified literal value.',
  examples: `# From literal values
peapod create secret generic login --from-literal=user=ada --from-literal=password=s3cret

# From files, under keys of your own
peapod create secret generic keys --from-file=ssh-privatekey=id_rsa --from-file=ssh-publickey=id_rsa.pub`,
  flags: {
    ...createFlags('kubectl-create'),
    'from-file': listFlag('File, [key=]file or directory whose content becomes values.'),
    'from-literal': arrayFlag('Specify a key and literal value to insert in secret (i.e. mykey=somevalue)'),
    'from-env-file': listFlag('Specify the path to a file to read lines of key=val pairs to create a secret.'),
    type: stringFlag('The type of secret to create'),
    'append-hash': boolFlag('Append a hash of the secret to its name.'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const sources = {
      files: flags['from-file'],
      literals: flags['from-literal'],
      envFiles: flags['from-env-file'],
    };
    const object = checked(() => genericSecret(name, flags.type, sources, flags['append-hash']));
    await createOne(context, secrets, object, 'failed to create secret');
  },
});
