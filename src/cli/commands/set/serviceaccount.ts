import { CommandError } from '../../kube/errors.ts';
import { defineVerb } from '../../kube/verb.ts';
import { setEach, setFlags, setTargets, withPodSpec } from './setVerb.ts';

export default defineVerb({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Update the service account of a resource',
  usage: 'serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  description: `Update the service account of pod template resources.

 Possible resources (case insensitive) can be:

 replicationcontroller (rc), deployment (deploy), daemonset (ds), job, replicaset (rs), statefulset`,
  examples: 'peapod set serviceaccount deployment web robot',
  flags: setFlags,
  async run(context) {
    const serviceAccountName = context.args.at(-1);
    if (serviceAccountName === undefined) throw new CommandError('serviceaccount is required');
    await setEach(context, await setTargets(context, context.args.slice(0, -1)), {
      failing: 'failed to patch ServiceAccountName',
      printsUnchanged: true,
      // Both names of the field are kept alike by the server.
      change: (object) => withPodSpec(object, (spec) => ({ ...spec, serviceAccountName })),
    });
  },
});
