/** `peapod drain`. */
import type { Pod } from '../../api/core/v1.ts';
import { ApiError, isNotFound } from '../../machinery/apiError.ts';
import { controllerOf } from '../../machinery/owner.ts';
import { daemonSets, pods } from '../../machinery/resources.ts';
import { parseSelector } from '../../machinery/labels.ts';
import { checked } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf, type DryRun } from '../change/flags.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { forever } from '../change/waitDeleted.ts';
import { TimedOut, watchObject } from '../change/watchObject.ts';
import { read, remove } from '../change/requests.ts';
import { CommandError, messageOf, throwAll } from '../kube/errors.ts';
import { fetchTarget, objectsOf } from '../kube/fetchTargets.ts';
import { boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import type { JsonObject } from '../kube/json.ts';
import { textAt } from '../kube/json.ts';
import { pathOf } from '../kube/mapper.ts';
import { chunkSizeFlag, selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { isLongGone, planDrain, type DrainPlan } from './drain/filters.ts';
import { chosenNodes, drained, setUnschedulable } from './drain/nodes.ts';

const flags = {
  ...selectorFlag,
  ...dryRunFlag,
  ...chunkSizeFlag,
  'delete-emptydir-data': boolFlag(
    'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).',
  ),
  'disable-eviction': boolFlag(
    'Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.',
  ),
  force: boolFlag('Continue even if there are pods that do not declare a controller.'),
  'grace-period': intFlag(
    'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.',
    { initial: -1 },
  ),
  'ignore-daemonsets': boolFlag('Ignore DaemonSet-managed pods.'),
  'pod-selector': stringFlag('Label selector to filter pods on the node'),
  'skip-wait-for-delete-timeout': intFlag(
    'If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.',
  ),
  timeout: durationFlag('The length of time to wait before giving up, zero means infinite', '0s'),
};

type Context = VerbContext<typeof flags>;

export default defineVerb({
  name: 'drain',
  summary: 'Drain node in preparation for maintenance',
  usage: 'drain NODE',
  description: `Drain node in preparation for maintenance.

 The given node will be marked unschedulable to prevent new pods from arriving. 'drain' then evicts its pods, which respects
PodDisruptionBudgets and is tried again every five seconds as long as one forbids it. Pods of a DaemonSet stay, if
--ignore-daemonsets says so, since their controller would bring them back at once; Pods without a controller are only
taken with --force, and Pods with data in an emptyDir only with --delete-emptydir-data.

 When you are ready to put the node back into service, use peapod uncordon, which will make the node schedulable again.`,
  examples: `# Everything that a controller brings up elsewhere
peapod drain k8s-node-1 --ignore-daemonsets

# Also Pods that nobody brings back, with a minute each to end
peapod drain k8s-node-1 --ignore-daemonsets --force --grace-period=60`,
  flags,
  async run(context) {
    const { flags: values, args, session, given } = context;
    const dryRun = checked(() => dryRunOf(values['dry-run']));
    const choice = { selector: values.selector, selectorGiven: given.has('selector'), usage: 'drain NODE' };
    try {
      if (values['pod-selector']) parseSelector(values['pod-selector']);
    } catch {
      throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
    }
    const nodes = await chosenNodes(session, args, choice);
    await setUnschedulable(session, nodes, true, dryRun);
    const printer = await drained(dryRun);
    const failed: unknown[] = [];
    const pending: string[] = [];
    for (const node of nodes) {
      try {
        await drainNode(context, node.name, dryRun);
        process.stdout.write(printer.print(node.object));
      } catch (error) {
        const why = messageOf(error);
        process.stderr.write(
          `error: unable to drain node ${JSON.stringify(node.name)} due to error: ${why}, continuing command...\n`,
        );
        failed.push(error);
        pending.push(node.name);
      }
    }
    if (pending.length > 0)
      process.stderr.write(`There are pending nodes to be drained:\n${pending.map((name) => ` ${name}\n`).join('')}`);
    throwAll(failed);
  },
});

async function drainNode(context: Context, node: string, dryRun: DryRun): Promise<void> {
  const { taken, warning, refusals } = await planFor(context, node);
  if (refusals.length > 0)
    throw new CommandError(refusals.length === 1 ? refusals.join('') : `[${refusals.join(', ')}]`);
  if (warning) process.stderr.write(`Warning: ${warning}\n`);
  if (dryRun === 'client') {
    for (const pod of taken) process.stdout.write(`evicting pod ${nameOf(pod)} (dry run)\n`);
    return;
  }
  const results = await Promise.allSettled(
    taken.map((pod) => (context.flags['disable-eviction'] ? deletePod : evictPod)(context, pod, dryRun)),
  );
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (errors.length === 0) return;
  const why = errors.length === 1 ? messageOf(errors[0]) : `[${errors.map(messageOf).join(', ')}]`;
  const left = (await planFor(context, node)).taken;
  if (left.length > 0) {
    const names = left.map((pod) => `pod/${pod.metadata?.name ?? ''}\n`).join('');
    process.stderr.write(
      `There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${why}\n${names}`,
    );
  }
  throw new CommandError(why);
}

const nameOf = ({ metadata }: Pod): string => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;

async function planFor({ flags: values, session }: Context, node: string): Promise<DrainPlan> {
  const target = { type: 'list', resource: pods, namespace: undefined } as const;
  const list = await fetchTarget(session, target, {
    selector: values['pod-selector'],
    fieldSelector: `spec.nodeName=${node}`,
    chunkSize: values['chunk-size'],
  });
  // A named seam: the server answers with Pods.
  const found = objectsOf(list) as unknown as Pod[];
  const missing = new Map<Pod, string>();
  const connection = await session.connection();
  for (const pod of found) {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'DaemonSet') continue;
    await read(connection, { resource: daemonSets, namespace: pod.metadata?.namespace }, owner.name).catch(
      (error: unknown) => missing.set(pod, messageOf(error)),
    );
  }
  const options = {
    force: values.force,
    ignoreDaemonSets: values['ignore-daemonsets'],
    deleteEmptyDirData: values['delete-emptydir-data'],
    skipWaitSeconds: values['skip-wait-for-delete-timeout'],
  };
  return planDrain(found, options, (pod) => missing.get(pod), Date.now());
}

const retryAfter = 5_000;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function evictPod({ flags: values, session }: Context, pod: Pod, dryRun: DryRun): Promise<void> {
  const { name = '', namespace = '' } = pod.metadata ?? {};
  const timeout = millisecondsOf(values.timeout);
  const deadline = timeout === 0 ? Infinity : Date.now() + timeout;
  const connection = await session.connection();
  const gracePeriod = values['grace-period'];
  const about = `pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: {
      ...(gracePeriod >= 0 && { gracePeriodSeconds: gracePeriod }),
      ...(dryRun === 'server' && { dryRun: ['All'] }),
    },
  };
  for (;;) {
    process.stdout.write(`evicting pod ${namespace}/${name}${dryRun === 'server' ? ' (server dry run)' : ''}\n`);
    if (Date.now() >= deadline)
      throw new CommandError(`error when evicting ${about}: global timeout reached: ${values.timeout}`);
    try {
      await connection.json<JsonObject>({
        method: 'POST',
        path: pathOf(pods, namespace, name, 'eviction'),
        body: eviction,
      });
      break;
    } catch (error) {
      if (isNotFound(error)) return;
      if (!(error instanceof ApiError) || error.reason !== 'TooManyRequests')
        throw new CommandError(`error when evicting ${about}: ${messageOf(error)}`);
      process.stderr.write(`error when evicting ${about} (will retry after 5s): ${error.message}\n`);
      await pause(retryAfter);
    }
  }
  if (dryRun !== 'server') await untilGone(values, connection, pod, deadline, 'evicted');
}

async function deletePod({ flags: values, session }: Context, pod: Pod, dryRun: DryRun): Promise<void> {
  const { name = '', namespace = '' } = pod.metadata ?? {};
  const timeout = millisecondsOf(values.timeout);
  const connection = await session.connection();
  const gracePeriod = values['grace-period'];
  await remove(connection, { resource: pods, namespace }, name, {
    ...(gracePeriod >= 0 && { gracePeriodSeconds: gracePeriod }),
    ...(dryRun === 'server' && { dryRun: ['All'] }),
  }).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  if (dryRun === 'server') return;
  process.stdout.write(`deleting pod ${namespace}/${name}\n`);
  await untilGone(values, connection, pod, timeout === 0 ? Infinity : Date.now() + timeout, 'deleted');
}

async function untilGone(
  values: Context['flags'],
  connection: Parameters<typeof read>[0],
  pod: Pod,
  deadline: number,
  how: 'evicted' | 'deleted',
): Promise<void> {
  const { name = '', namespace = '', uid } = pod.metadata ?? {};
  const skip = values['skip-wait-for-delete-timeout'];
  const left = deadline === Infinity ? forever : Math.max(1, deadline - Date.now());
  try {
    const skipped = await watchObject(connection, { resource: pods, namespace }, name, left, (sight) => {
      if (sight === 'absent' || sight.deleted || textAt(sight.object, 'metadata', 'uid') !== uid) return false;
      // A named seam: the server answers with Pods.
      return isLongGone(sight.object, skip, Date.now()) ? true : undefined;
    });
    process.stdout.write(
      skipped
        ? `pod ${JSON.stringify(name)} has DeletionTimestamp older than ${skip} seconds, skipping\n`
        : `pod/${name} ${how}\n`,
    );
  } catch (error) {
    const why = error instanceof TimedOut ? `global timeout reached: ${values.timeout}` : messageOf(error);
    throw new CommandError(
      `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${why}`,
    );
  }
}
