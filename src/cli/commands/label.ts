/** `peapod label`. */
import { changeMetadata, metadataFlags } from '../change/metadataVerb.ts';
import { checked } from '../change/createOne.ts';
import { parseLabelChanges, resourcesAndPairs } from '../change/pairs.ts';
import { goQuote } from '../../machinery/goText.ts';
import { jsonEqual } from '../../machinery/patch/values.ts';
import { compactJson } from '../kube/json.ts';
import { throwAll } from '../kube/errors.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'label',
  summary: 'Update the labels on a resource',
  usage: 'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  description: `Update the labels on a resource.

  *  A label key and value must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters each.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  If --overwrite is true, then existing labels can be overwritten, otherwise attempting to overwrite a label will result in an error.
  *  If --resource-version is specified, then updates will use this resource version, otherwise the existing resource-version will be used.`,
  examples: `# Set a label
peapod label pods web-0 tier=front

# Set it to another value
peapod label --overwrite pods web-0 tier=back

# Of every Pod of the namespace
peapod label pods --all tier=front

# Take it away
peapod label pods web-0 tier-

# Show the labels
peapod label pods web-0 --list`,
  flags: metadataFlags('label', 'kubectl-label'),
  async run(context) {
    const { resources, pairs } = checked(() => resourcesAndPairs(context.args, 'label'));
    const changes = checked(() => parseLabelChanges(pairs));
    await changeMetadata(context, {
      what: 'label',
      member: 'labels',
      resources,
      changes,
      printsOwn: true,
      refuseOverwrites(present, { set }) {
        throwAll(
          Object.entries(set)
            .filter(([key, value]) => Object.hasOwn(present, key) && present[key] !== value)
            .map(
              ([key]) => new Error(`'${key}' already has a value (${String(present[key])}), and --overwrite is false`),
            ),
        );
      },
      operationOf(before, after, overwrite) {
        if (jsonEqual(before, after)) return 'not labeled';
        return !overwrite && compactJson(after).length < compactJson(before).length ? 'unlabeled' : 'labeled';
      },
      remark: (present, { remove }) =>
        remove
          .filter((key) => !Object.hasOwn(present, key))
          .map((key) => `label ${goQuote(key)} not found.\n`)
          .join(''),
    });
  },
});
