/** `peapod attach`. */
import { CommandError } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { defineVerb } from '../kube/verb.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { attachTo } from '../streams/attachTo.ts';
import { choosePod, podRunningTimeoutFlag } from '../streams/choosePod.ts';

export default defineVerb({
  name: 'attach',
  summary: 'Attach to a running container',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  description: 'Attach to a process that is already running inside an existing container.',
  examples: `# What it prints from now on
peapod attach web-0

# And what you type goes to it
peapod attach web-0 -c shell -i -t

# The first Pod of a Deployment
peapod attach deployment/web`,
  flags: {
    ...podRunningTimeoutFlag,
    container: stringFlag(
      'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
      { short: 'c' },
    ),
    quiet: boolFlag('Only print output from the remote session', { short: 'q' }),
    stdin: boolFlag('Pass stdin to the container', { short: 'i' }),
    tty: boolFlag('Stdin is a TTY', { short: 't' }),
  },
  async run({ flags, args, session, commandPath }) {
    if (args.length === 0) throw new CommandError('at least 1 argument is required for attach');
    if (args.length > 2)
      throw new CommandError(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
      );
    if (millisecondsOf(flags['pod-running-timeout']) <= 0)
      throw new CommandError('--pod-running-timeout must be higher than zero');
    const { pod } = await choosePod(session, args.join('/'), flags['pod-running-timeout']);
    const phase = pod.status?.phase ?? '';
    if (phase === 'Succeeded' || phase === 'Failed')
      throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
    return attachTo(session, pod, { ...flags, commandPath });
  },
});
