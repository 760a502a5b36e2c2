import { configMaps } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { configMap } from '../../generate/config.ts';
import { arrayFlag, boolFlag, listFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'configmap',
  aliases: ['cm'],
  summary: 'Create a config map from a local file, directory or literal value',
  usage: 'configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  description: `Create a config map based on files, directories, or literal values.

 Of a file, the key is its name unless you give another one; of a directory, each regular file in it becomes a key.`,
  examples: `# From literal values
peapod create configmap settings --from-literal=color=blue --from-literal=size=3

# From files: the key is the file's name, or your own
peapod create configmap settings --from-file=app.conf --from-file=main=app.conf

# From every file of a directory
peapod create configmap settings --from-file=conf.d

# From lines of NAME=value
peapod create configmap settings --from-env-file=app.env`,
  flags: {
    ...createFlags('kubectl-create'),
    'from-file': listFlag('File, [key=]file or directory whose content becomes values.'),
    'from-literal': arrayFlag('Specify a key and literal value to insert in configmap (i.e. mykey=somevalue)'),
    'from-env-file': listFlag('Specify the path to a file to read lines of key=val pairs to create a configmap.'),
    'append-hash': boolFlag('Append a hash of the configmap to its name.'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const sources = {
      files: flags['from-file'],
      literals: flags['from-literal'],
      envFiles: flags['from-env-file'],
    };
    const object = checked(() => configMap(name, sources, flags['append-hash']));
    await createOne(context, configMaps, object, 'failed to create configmap:');
  },
});
