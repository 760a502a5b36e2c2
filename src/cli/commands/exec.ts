/** `peapod exec`. */
import { CommandError, UsageError } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { filenameFlags } from '../kube/selectionFlags.ts';
import { resolveTargets } from '../kube/targets.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { defaultContainer } from '../pods/containerNames.ts';
import { choosePod, podRunningTimeoutFlag, type ChosenPod } from '../streams/choosePod.ts';
import { endedWith, streamPod } from '../streams/podStreams.ts';
import { wantsTerminal } from '../streams/terminal.ts';

const flags = {
  ...filenameFlags('to use to exec into the resource'),
  ...podRunningTimeoutFlag,
  container: stringFlag(
    'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
    { short: 'c' },
  ),
  quiet: boolFlag('Only print output from the remote session', { short: 'q' }),
  stdin: boolFlag('Pass stdin to the container', { short: 'i' }),
  tty: boolFlag('Stdin is a TTY', { short: 't' }),
};

export default defineVerb({
  name: 'exec',
  summary: 'Execute a command in a container',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  description: 'Execute a command in a container.',
  examples: `# One command
peapod exec web-0 -- date

# In one of several containers
peapod exec web-0 -c sidecar -- ls /data

# A shell
peapod exec web-0 -it -- sh

# With what another program prints
tar cf - conf | peapod exec web-0 -i -- tar xf - -C /tmp

# In the first Pod of a Deployment, or of a Service
peapod exec deployment/web -- date
peapod exec service/web -- date`,
  flags,
  async run(context) {
    const { flags: values, args, dash, session } = context;
    const command = dash === undefined ? [] : args.slice(dash);
    if (dash === undefined && (args.length > 1 || (args.length > 0 && values.filename.length > 0)))
      throw new UsageError('exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
    const name = dash === 0 ? '' : (args[0] ?? '');
    if (name === '' && values.filename.length === 0)
      throw new CommandError('pod, type/name or --filename must be specified');
    if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
    const { pod } = await chosen(context, name);
    const phase = pod.status?.phase ?? '';
    if (phase === 'Succeeded' || phase === 'Failed')
      throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    const container = values.container || defaultContainer(pod, values.quiet);
    const tty = wantsTerminal(values);
    const code = await streamPod(session, {
      namespace: pod.metadata?.namespace ?? '',
      pod: pod.metadata?.name ?? '',
      container,
      command,
      stdin: values.stdin ? process.stdin : undefined,
      stdout: process.stdout,
      stderr: process.stderr,
      tty,
    });
    endedWith(code);
  },
});

async function chosen({ flags: values, session }: VerbContext<typeof flags>, name: string): Promise<ChosenPod> {
  const timeout = values['pod-running-timeout'];
  if (name !== '') return choosePod(session, name, timeout);
  const { targets } = await resolveTargets(session, { args: [], ...values });
  const [target] = targets;
  if (target?.type !== 'named' || targets.length !== 1)
    throw new CommandError('cannot exec into multiple objects at a time');
  return choosePod(
    session,
    `${target.resource.resource}.${target.resource.group}/${target.name}`.replace('./', '/'),
    timeout,
  );
}
