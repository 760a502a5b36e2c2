/** `peapod logs`: what containers wrote, of one Pod, of the Pods of a workload, or of all that a selector matches. */
import type { Pod } from '../../api/core/v1.ts';
import { ApiError, isNotFound } from '../../machinery/apiError.ts';
import { parseDuration } from '../../machinery/duration.ts';
import { pods } from '../../machinery/resources.ts';
import { CommandError, messageOf, UsageError } from '../kube/errors.ts';
import { boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import type { JsonObject } from '../kube/json.ts';
import { pathOf } from '../kube/mapper.ts';
import { selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { defaultContainer, findContainer } from '../pods/containerNames.ts';
import { podsOf, podTarget, selectorOfObject } from '../pods/podsOfObject.ts';

const flags = {
  ...selectorFlag,
  'all-containers': boolFlag("Get all containers' logs in the pod(s)."),
  'all-pods': boolFlag('Get logs from all pod(s). Sets prefix to true.'),
  container: stringFlag('Print the logs of this container', { short: 'c' }),
  follow: boolFlag('Specify if the logs should be streamed.', { short: 'f' }),
  'ignore-errors': boolFlag('If watching / following pod logs, allow for any errors that occur to be non-fatal'),
  'insecure-skip-tls-verify-backend': boolFlag(
    'Skip verifying the identity of the node agent that logs are requested from.',
  ),
  'limit-bytes': intFlag('Maximum bytes of logs to return. Defaults to no limit.'),
  'max-log-requests': intFlag('Specify maximum number of concurrent logs to follow when using by a selector.', {
    initial: 5,
  }),
  'pod-running-timeout': durationFlag(
    'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    '20s',
  ),
  prefix: boolFlag('Prefix each log line with the log source (pod name and container name)'),
  previous: boolFlag('If true, print the logs for the previous instance of the container in a pod if it exists.', {
    short: 'p',
  }),
  since: durationFlag(
    'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs.',
    '0s',
  ),
  'since-time': stringFlag('Only return logs after a specific date (RFC3339). Defaults to all logs.'),
  tail: intFlag(
    'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.',
    { initial: -1 },
  ),
  timestamps: boolFlag('Include timestamps on each line in the log output'),
};

type Context = VerbContext<typeof flags>;

const usage = 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]';

export default defineVerb({
  name: 'logs',
  summary: 'Print the logs for a container in a pod',
  usage,
  description:
    'Print the logs for a container in a pod or specified resource. If the pod has only one container, the container name is optional.',
  examples: `# What the only container of a Pod wrote
peapod logs nginx

# Of one of several containers, or of all
peapod logs web-1 -c ruby
peapod logs web-1 --all-containers

# Of the instance before the last restart
peapod logs web-1 -p

# Go on printing as more is written
peapod logs -f web-1

# Of the Pods that a label matches, each line with where it comes from
peapod logs -l app=web --prefix

# The last 20 lines, or those of the last hour
peapod logs --tail=20 nginx
peapod logs --since=1h nginx

# Of a Pod of a Deployment or a Job
peapod logs deployment/web
peapod logs job/hello`,
  flags,
  async run(context) {
    const { flags: values, args, session, given } = context;
    if ((args.length === 0 && !values.selector) || args.length > 2)
      throw new UsageError(`expected '${usage}'.\nPOD or TYPE/NAME is a required argument for the logs command`);
    if (args.length === 1 && values.selector) throw new UsageError('only a selector (-l) or a POD name is allowed');
    const container = args[1] ?? values.container;
    const query = queryOf(context);
    const found = await podsToRead(context);
    validate(context, container, given.has('container'));
    if (!found) return;
    const sources = found.pods.flatMap((pod) => sourcesOf(pod, container, values));
    if (values.follow && sources.length > values['max-log-requests'] && sources.length > 1)
      throw new CommandError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${values['max-log-requests']}, use --max-log-requests to increase the limit`,
      );
    const connection = await session.connection();
    const read = async (source: Source): Promise<void> => {
      const prefix = values.prefix || values['all-pods'] ? `[pod/${source.pod}/${source.container}] ` : '';
      try {
        const body = await connection.stream({
          path: pathOf(pods, source.namespace, source.pod, 'log'),
          query: { ...query, container: source.container },
          ...(values.follow && { timeout: 0 }),
        });
        await writeLines(body, prefix);
      } catch (error) {
        if (!values['ignore-errors'] || !(error instanceof ApiError)) throw error;
        process.stdout.write(`error: ${messageOf(error)}\n`);
      }
    };
    if (values.follow) await Promise.all(sources.map(read));
    else for (const source of sources) await read(source);
  },
});

interface Source {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

function validate({ flags: values, args }: Context, container: string, containerGiven: boolean): void {
  if (values['since-time'] && parseDuration(values.since) !== 0)
    throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (values['all-containers'] && container)
    throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
  if (containerGiven && args.length === 2)
    throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  if (values['limit-bytes'] < 0) throw new CommandError('--limit-bytes must be greater than 0');
  if ((parseDuration(values.since) ?? 0) < 0) throw new CommandError('--since must be greater than 0');
  if (values.tail < -1) throw new CommandError('--tail must be greater than or equal to -1');
}

function queryOf({ flags: values, given }: Context): Record<string, string | undefined> {
  const tail = values.selector && values.tail === -1 && !given.has('tail') ? 10 : values.tail;
  const since = Math.round((parseDuration(values.since) ?? 0) / 1000);
  const yes = (flag: boolean): string | undefined => (flag ? 'true' : undefined);
  return {
    follow: yes(values.follow),
    previous: yes(values.previous),
    timestamps: yes(values.timestamps),
    insecureSkipTLSVerifyBackend: yes(values['insecure-skip-tls-verify-backend']),
    sinceSeconds: since === 0 ? undefined : String(since),
    sinceTime: values['since-time'] ? timeOf(values['since-time']) : undefined,
    limitBytes: values['limit-bytes'] === 0 ? undefined : String(values['limit-bytes']),
    tailLines: tail === -1 ? undefined : String(tail),
  };
}

function timeOf(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
    return new Date(text).toISOString().replace('.000Z', 'Z');
  throw new CommandError(
    `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`,
  );
}

/** Undefined when there is none, which has been told. */
async function podsToRead({
  flags: values,
  args,
  session,
}: Context): Promise<{ readonly pods: readonly Pod[] } | undefined> {
  const namespace = await session.namespace();
  if (values.selector) {
    const connection = await session.connection();
    const { items } = await connection.json<{ items: Pod[] }>({
      path: pathOf(pods, namespace),
      query: { labelSelector: values.selector },
    });
    if (items.length > 0) return { pods: items };
    process.stderr.write(`No resources found in ${namespace} namespace.\n`);
    return undefined;
  }
  const { resource, object } = await podTarget(session, args[0] ?? '').catch((error: unknown) => {
    if (isNotFound(error))
      throw new CommandError(`error from server (NotFound): ${error.message} in namespace "${namespace}"`);
    throw error;
  });
  if (resource === pods) return { pods: [object] };
  const selector = selectorOfObject(resource, object);
  if (selector === undefined)
    throw new CommandError(
      `cannot get the logs from ${goType(object)}: selector for ${goType(object)} not implemented`,
    );
  const own = await podsOf(session, namespace, selector, parseDuration(values['pod-running-timeout']) ?? 0);
  const [first] = own;
  if (!first || values['all-pods']) return { pods: own };
  if (own.length > 1) process.stderr.write(`Found ${own.length} pods, using pod/${first.metadata?.name ?? ''}\n`);
  return { pods: [first] };
}

const goType = ({ apiVersion, kind }: JsonObject): string =>
  `*${String(apiVersion).split('/').at(-1) ?? ''}.${String(kind)}`;

function sourcesOf(pod: Pod, wanted: string, values: Context['flags']): readonly Source[] {
  const source = (container: string): Source => ({
    namespace: pod.metadata?.namespace ?? '',
    pod: pod.metadata?.name ?? '',
    container,
  });
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  if (values['all-containers'])
    return [...initContainers, ...containers, ...ephemeralContainers].map((c) => source(c.name));
  const name = wanted || defaultContainer(pod, values['all-pods']);
  if (!findContainer(pod, name))
    throw new CommandError(`container ${name} is not valid for pod ${pod.metadata?.name ?? ''}`);
  return [source(name)];
}

/** Whole lines, so that those of several containers do not mix; the last need not end. */
async function writeLines(body: AsyncIterable<Buffer>, prefix: string): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  const write = async (bytes: Buffer): Promise<void> => {
    if (!process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  for await (const chunk of body) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(10) + 1;
    rest = bytes.subarray(end);
    if (end === 0) continue;
    const whole = bytes.subarray(0, end);
    await write(
      prefix === '' ? whole : Buffer.from(whole.toString('latin1').replaceAll(/^(?=[^])/gm, prefix), 'latin1'),
    );
  }
  if (rest.length > 0) await write(prefix === '' ? rest : Buffer.concat([Buffer.from(prefix), rest]));
}
