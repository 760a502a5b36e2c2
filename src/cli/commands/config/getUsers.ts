/** `peapod config get-users`: names alone. */
import { byCodePoint } from '../../kube/json.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'get-users',
  summary: 'Display users defined in the kubeconfig',
  usage: 'get-users [flags]',
  description: 'Display users defined in the kubeconfig.',
  examples: `# Their names
peapod config get-users`,
  flags: {},
  async run({ flags }) {
    const config = await effectiveKubeconfig(flags);
    process.stdout.write(['NAME', ...[...config.users.keys()].sort(byCodePoint)].map((n) => `${n}\n`).join(''));
  },
});
