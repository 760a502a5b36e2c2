import { secrets } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { registrySecret } from '../../generate/config.ts';
import { boolFlag, listFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'docker-registry',
  summary: 'Create a secret for use with a Docker registry',
  usage:
    'docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  description: `Create a new secret for use with Docker registries.

 A Pod that names it in imagePullSecrets can pull the images that the registry gives to this user.`,
  examples: `# For a registry of your own
peapod create secret docker-registry registry --docker-server=registry.example.com --docker-username=ada --docker-password=s3cret

# From the file that docker login wrote
peapod create secret docker-registry registry --from-file=path/to/.docker/config.json`,
  flags: {
    ...createFlags('kubectl-create'),
    'docker-username': stringFlag('Username for Docker registry authentication'),
    'docker-password': stringFlag('Password for Docker registry authentication'),
    'docker-email': stringFlag('Email for Docker registry'),
    'docker-server': stringFlag('Server location for Docker registry', { initial: 'https://index.docker.io/v1/' }),
    'append-hash': boolFlag('Append a hash of the secret to its name.'),
    'from-file': listFlag('A config file of docker, which becomes the value of the key of its name.'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const login = {
      server: flags['docker-server'],
      username: flags['docker-username'],
      password: flags['docker-password'],
      email: flags['docker-email'],
    };
    const object = checked(() => registrySecret(name, login, flags['from-file'], flags['append-hash']));
    await createOne(context, secrets, object, 'failed to create secret');
  },
});
