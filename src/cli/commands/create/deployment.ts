import { deployments } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument, required } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { deployment } from '../../generate/workloads.ts';
import { intFlag, listFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'deployment',
  aliases: ['deploy'],
  summary: 'Create a deployment with the specified name',
  usage: 'deployment NAME --image=image -- [COMMAND] [args...]',
  description: 'Create a deployment with the specified name.',
  examples: `# A deployment of one Pod
peapod create deployment web --image=nginx

# Three Pods, and the port that they listen on
peapod create deployment web --image=nginx --replicas=3 --port=80

# With a command of your own
peapod create deployment clock --image=busybox -- date

# Several containers in each Pod
peapod create deployment pair --image=busybox:latest --image=nginx`,
  flags: {
    ...createFlags('kubectl-create'),
    image: listFlag('Image names to run. A deployment can have multiple images set for multi-container pod.'),
    port: intFlag('The containerPort that this deployment exposes.', { initial: -1 }),
    replicas: intFlag('Number of replicas to create. Default is 1.', { short: 'r', initial: 1 }),
  },
  async run(context) {
    const { flags, args, given } = context;
    required(given, 'image');
    const name = nameArgument(context);
    const { image: images, replicas, port } = flags;
    const object = checked(() => deployment(name, { images, replicas, port, command: args.slice(1) }));
    await createOne(context, deployments, object, 'failed to create deployment:');
  },
});
