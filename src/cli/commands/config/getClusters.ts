/** `peapod config get-clusters`: names alone. */
import { byCodePoint } from '../../kube/json.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'get-clusters',
  summary: 'Display clusters defined in the kubeconfig',
  usage: 'get-clusters [flags]',
  description: 'Display clusters defined in the kubeconfig.',
  examples: `# Their names
peapod config get-clusters`,
  flags: {},
  async run({ flags }) {
    const config = await effectiveKubeconfig(flags);
    process.stdout.write(['NAME', ...[...config.clusters.keys()].sort(byCodePoint)].map((n) => `${n}\n`).join(''));
  },
});
