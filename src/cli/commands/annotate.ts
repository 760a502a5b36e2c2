/** `peapod annotate`. */
import { changeMetadata, metadataFlags } from '../change/metadataVerb.ts';
import { checked } from '../change/createOne.ts';
import { parsePairChanges, resourcesAndPairs } from '../change/pairs.ts';
import { defineVerb } from '../kube/verb.ts';

const changeCause = 'kubernetes.io/change-cause';

export default defineVerb({
  name: 'annotate',
  summary: 'Update the annotations on a resource',
  usage: 'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  description: `Update the annotations on one or more resources.

 Annotations hold what tools and people want to keep with an object and no selector asks for. A value may be any text,
structured or not; what kubectl and peapod write there themselves begins with kubernetes.io/ or kubectl.kubernetes.io/.`,
  examples: `# Set an annotation
peapod annotate pods web-0 description='my frontend'

# Of what a file describes
peapod annotate -f web.yaml description='my frontend'

# Set it to another value
peapod annotate --overwrite pods web-0 description='my frontend running nginx'

# Take it away
peapod annotate pods web-0 description-`,
  flags: metadataFlags('annotation', 'kubectl-annotate'),
  async run(context) {
    const { resources, pairs } = checked(() => resourcesAndPairs(context.args, 'annotation'));
    const changes = checked(() => parsePairChanges(pairs, 'annotation'));
    const both = changes.remove.filter((key) => Object.hasOwn(changes.set, key));
    if (both.length > 0)
      checked(() => {
        throw new Error(
          `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
        );
      });
    await changeMetadata(context, {
      what: 'annotation',
      member: 'annotations',
      resources,
      changes,
      printsOwn: false,
      refuseOverwrites(present, { set }) {
        const taken = Object.entries(set)
          .filter(([key, value]) => key !== changeCause && Object.hasOwn(present, key) && present[key] !== value)
          .map(([key]) => `'${key}' already has a value (${String(present[key])})`);
        if (taken.length > 0)
          throw new Error(`--overwrite is false but found the following declared annotation(s): ${taken.join('; ')}`);
      },
      operationOf: () => 'annotated',
    });
  },
});
