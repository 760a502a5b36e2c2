/** `peapod api-versions`: groups and versions that the server serves. */
import { UsageError } from '../kube/errors.ts';
import { byCodePoint, textAt } from '../kube/json.ts';
import { discoverGroups } from '../kube/discovery.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: 'api-versions',
  description: 'Print the supported API versions on the server, in the form of "group/version".',
  examples: `# The versions that the server speaks
peapod api-versions`,
  flags: {},
  async run({ args, session }) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`);
    const groups = await discoverGroups(await session.connection());
    const versions = groups.flatMap((g) => {
      const name = textAt(g, 'metadata', 'name');
      return g.versions.map(({ version }) => (name === '' ? version : `${name}/${version}`));
    });
    process.stdout.write(
      [...versions]
        .sort(byCodePoint)
        .map((v) => `${v}\n`)
        .join(''),
    );
  },
});
