/** `peapod run`. */
import type { Pod } from '../../api/core/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { pods, services } from '../../machinery/resources.ts';
import type { Resource } from '../../machinery/resource.ts';
import { changePrinter, checked, required } from '../change/createOne.ts';
import { deleteObjects, type Doomed } from '../change/deleteObjects.ts';
import { cascadeFlag, cascadeOf } from '../change/deleteFlags.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag, saveConfigFlag, type DryRun } from '../change/flags.ts';
import { goForm } from '../change/goForm.ts';
import { withLastApplied } from '../change/lastApplied.ts';
import { overridden, overrideFlags } from '../change/overrides.ts';
import { create } from '../change/requests.ts';
import { exposedService } from '../generate/exposedService.ts';
import { pod } from '../generate/pod.ts';
import { CommandError, throwAll, UsageError } from '../kube/errors.ts';
import { arrayFlag, boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import { textAt, type JsonObject } from '../kube/json.ts';
import { outputFlags } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { podRunningTimeoutFlag } from '../streams/choosePod.ts';

const flags = {
  ...outputFlags,
  ...dryRunFlag,
  ...saveConfigFlag,
  ...fieldManagerFlag('kubectl-run'),
  ...overrideFlags,
  ...podRunningTimeoutFlag,
  ...cascadeFlag,
  annotations: arrayFlag('Annotations to apply to the pod.'),
  attach: boolFlag(
    "If true, wait for the Pod to start running, and then attach to the Pod as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true. With '--restart=Never' the exit code of the container process is returned.",
  ),
  command: boolFlag(
    "If true and extra arguments are present, use them as the 'command' field in the container, rather than the 'args' field which is the default.",
  ),
  env: arrayFlag('Environment variables to set in the container.'),
  expose: boolFlag('If true, create a ClusterIP service associated with the pod.  Requires `--port`.'),
  force: boolFlag('If true, immediately remove resources from API and bypass graceful deletion.'),
  'grace-period': intFlag('Period of time in seconds given to the resource to terminate gracefully.', { initial: -1 }),
  image: stringFlag('The image for the container to run.'),
  'image-pull-policy': stringFlag(
    'The image pull policy for the container.  If left empty, this value will not be specified by the client and defaulted by the server.',
  ),
  labels: stringFlag('Comma separated labels to apply to the pod. Will override previous values.', { short: 'l' }),
  'leave-stdin-open': boolFlag(
    'If the pod is started in interactive mode or with stdin, leave stdin open after the first attach completes. By default, stdin will be closed after the first attach completes.',
  ),
  port: stringFlag('The port that this container exposes.'),
  privileged: boolFlag('If true, run the container in privileged mode.'),
  quiet: boolFlag('If true, suppress prompt messages.', { short: 'q' }),
  restart: stringFlag('The restart policy for this Pod.  Legal values [Always, OnFailure, Never].', {
    initial: 'Always',
  }),
  rm: boolFlag(
    "If true, delete the pod after it exits.  Only valid when attaching to the container, e.g. with '--attach' or with '-i/--stdin'.",
  ),
  stdin: boolFlag('Keep stdin open on the container in the pod, even if nothing is attached.', { short: 'i' }),
  timeout: durationFlag('The length of time to wait before giving up on a delete.', '0s'),
  tty: boolFlag('Allocate a TTY for the container in the pod.', { short: 't' }),
  wait: boolFlag('If true, wait for resources to be gone before returning. This waits for finalizers.'),
};

type Context = VerbContext<typeof flags>;

/** An image reference as registries have it: path, tag, digest. */
const reference =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::\d+)?\/|\[[a-fA-F0-9:]+\](?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

export default defineVerb({
  name: 'run',
  summary: 'Run a particular image on the cluster',
  usage:
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  description: 'Create and run a particular image in a pod.',
  examples: `# A Pod, and the port that it listens on
peapod run web --image=nginx --port=80

# With environment variables and labels
peapod run web --image=nginx --env="MODE=test" --labels="app=web,tier=front"

# The manifest that it would be
peapod run web --image=nginx --dry-run=client -o yaml

# A shell that goes when you leave it
peapod run -it --rm --restart=Never shell --image=busybox -- sh

# Other arguments for the image's own command, or another command
peapod run web --image=nginx -- <arg1> <arg2>
peapod run web --image=nginx --command -- <cmd> <arg1>`,
  flags,
  async run(context) {
    const { flags: values, args, given } = context;
    required(given, 'image');
    const dryRun = checked(() => dryRunOf(values['dry-run']));
    const attach = given.has('attach') ? values.attach : values.stdin;
    validate(context, attach, dryRun);
    const [name = ''] = args;
    const printer = await changePrinter(values, 'created', dryRun, 'as it is');
    const made = checked(() =>
      pod(name, {
        image: values.image,
        args: args.slice(1),
        command: values.command,
        env: values.env,
        labels: values.labels,
        annotations: values.annotations,
        port: values.port,
        restart: restartPolicyOf(values),
        stdin: values.stdin,
        tty: values.tty,
        leaveStdinOpen: values['leave-stdin-open'],
        privileged: values.privileged,
        imagePullPolicy: values['image-pull-policy'],
      }),
    );
    const whole = overridden(made, values.overrides, values['override-type']);
    const running = await send(context, pods, whole, dryRun);
    const created: Doomed[] = [doomedOf(pods, running)];
    if (values.expose) {
      const service = checked(() => exposedService(name, exposeOptions(values, name)));
      const answer = await send(context, services, service, dryRun);
      created.push(doomedOf(services, answer));
      process.stdout.write(printer.print(answer));
      if (values.output === 'yaml') process.stdout.write('---\n');
    }
    if (!attach) {
      process.stdout.write(printer.print(running));
      return undefined;
    }
    const { attachToNew } = await import('./run/attachToNew.ts');
    try {
      return await attachToNew(context.session, created[0]?.namespace ?? '', name, {
        ...values,
        restartPolicy: restartPolicyOf(values),
        commandPath: `${context.commandPath.replace(/ run$/, '')} attach`,
      });
    } finally {
      if (values.rm) await removeAll(context, created);
    }
  },
});

function validate({ flags: values, args, dash }: Context, attach: boolean, dryRun: DryRun): void {
  if (args.length === 0 || dash === 0) throw new UsageError('NAME is required for run');
  if (values.image === '') throw new CommandError('--image is required');
  if (!reference.test(values.image))
    throw new CommandError(`Invalid image name ${JSON.stringify(values.image)}: invalid reference format`);
  if (values.tty && !values.stdin) throw new UsageError('-i/--stdin is required for containers with -t/--tty=true');
  if (values.expose && values.port === '') throw new UsageError('--port must be set when exposing a service');
  if (!['Always', 'OnFailure', 'Never', ''].includes(values.restart))
    throw new UsageError(`invalid restart policy: ${values.restart}`);
  if (values.rm && !attach) throw new UsageError('--rm should only be used for attached containers');
  if (attach && dryRun !== 'none')
    throw new UsageError(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  if (!['Always', 'IfNotPresent', 'Never', ''].includes(values['image-pull-policy']))
    throw new UsageError(`invalid image pull policy: ${values['image-pull-policy']}`);
}

const restartPolicyOf = ({
  restart,
  stdin,
}: Context['flags']): NonNullable<NonNullable<Pod['spec']>['restartPolicy']> => {
  if (restart === '') return stdin ? 'OnFailure' : 'Always';
  // A named seam: validate() has let through nothing else.
  return restart as 'Always';
};

async function send(
  { flags: values, session }: Context,
  resource: Resource,
  object: KubeObject,
  dryRun: DryRun,
): Promise<JsonObject> {
  const { namespace, namespaceGiven } = await session.settings();
  if (dryRun === 'client')
    return goForm(namespaceGiven ? { ...object, metadata: { ...object.metadata, namespace } } : object);
  const whole = goForm(object);
  const options = { dryRun, fieldManager: values['field-manager'] };
  const body = values['save-config'] ? withLastApplied(whole) : whole;
  return create(await session.connection(), { resource, namespace }, body, options);
}

const doomedOf = (resource: Resource, object: JsonObject): Doomed => ({
  resource,
  namespace: textAt(object, 'metadata', 'namespace'),
  name: textAt(object, 'metadata', 'name'),
});

const exposeOptions = ({ labels, port }: Context['flags'], name: string) => ({
  selector: labels || `run=${name}`,
  labels,
  ports: [port],
  protocol: '',
  protocols: new Map<string, string[]>(),
  targetPort: '',
  type: '',
  externalIP: '',
  loadBalancerIP: '',
  sessionAffinity: '',
  clusterIP: '',
});

async function removeAll({ flags: values, session }: Context, created: readonly Doomed[]): Promise<void> {
  throwAll(
    await deleteObjects(session, created, {
      gracePeriod: -1,
      propagationPolicy: checked(() => cascadeOf(values.cascade)),
      dryRun: 'none',
      ignoreNotFound: true,
      wait: false,
      timeout: 0,
      output: '',
      quiet: values.quiet,
    }),
  );
}
