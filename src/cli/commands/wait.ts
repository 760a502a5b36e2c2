/** `peapod wait`. */
import { isNotFound } from '../../machinery/apiError.ts';
import { findObjects } from '../change/objects.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { read } from '../change/requests.ts';
import { forever, timedOutOn, waitDeleted } from '../change/waitDeleted.ts';
import { TimedOut, watchObject } from '../change/watchObject.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { CommandError, throwAll } from '../kube/errors.ts';
import { boolFlag, durationFlag, stringFlag } from '../kube/flags.ts';
import type { JsonObject } from '../kube/json.ts';
import { qualifiedResource } from '../kube/mapper.ts';
import {
  allNamespacesFlag,
  fieldSelectorFlag,
  filenameFlags,
  outputFlags,
  selectorFlag,
} from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { ApiError } from '../../machinery/apiError.ts';
import { conditionFor, type WaitCondition } from './wait/conditions.ts';

const flags = {
  ...outputFlags,
  ...filenameFlags('identifying the resource.'),
  ...selectorFlag,
  ...fieldSelectorFlag,
  ...allNamespacesFlag,
  all: boolFlag('Select all resources in the namespace of the specified resource types'),
  for: stringFlag(
    "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true. Condition values are compared after Unicode simple case folding, which is a more general form of case-insensitivity.",
  ),
  local: boolFlag('If true, annotation will NOT contact api-server but run locally.', { initial: false, hidden: true }),
  timeout: durationFlag(
    "The length of time to wait before giving up. Zero means check once and don't wait, negative means wait for a week.",
    '30s',
  ),
};

export default defineVerb({
  name: 'wait',
  summary: 'Wait for a specific condition on one or many resources',
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  description: `Wait for a specific condition on one or many resources.

 The condition is that of an object's status, any value of the object, or that the object is there, or gone. Everything is
printed that has met it; the exit code tells whether all did in time.`,
  examples: `# Until a Pod is ready
peapod wait --for=condition=Ready pod/web-0

# Until a Deployment's Pods are available, for two minutes at most
peapod wait --for=condition=Available deployment/web --timeout=2m

# Until a value is this, or is there at all
peapod wait --for=jsonpath='{.status.phase}'=Running pod/web-0
peapod wait --for=jsonpath='{.status.loadBalancer.ingress}' service/web

# Until it is there, and until it is gone
peapod wait --for=create pod/web-0
peapod wait --for=delete pod/web-0 --timeout=60s`,
  flags,
  async run(context) {
    const { flags: values } = context;
    const printer = await changePrinter(values, 'condition met', 'none');
    const condition = checked(() => conditionFor(values.for));
    const given = millisecondsOf(values.timeout);
    const timeout = given < 0 ? forever : given;
    const deadline = Date.now() + timeout;
    if (condition === 'create') await untilCreated(context, deadline);
    const { found, errors } = await findObjects(context.session, {
      args: context.args,
      ...values,
      fieldSelector: values['field-selector'],
      allNamespaces: values['all-namespaces'],
    });
    const failed = errors.filter((error) => condition !== 'delete' || !isNotFound(error));
    for (const one of found) {
      try {
        const left = timeout === 0 ? 0 : Math.max(1, deadline - Date.now());
        const last = await until(context, condition, one, left);
        process.stdout.write(printer.print(last));
      } catch (error) {
        failed.push(error);
      }
    }
    throwAll(failed);
    if (found.length === 0 && condition !== 'delete') throw new CommandError('no matching resources found');
  },
});

type Context = VerbContext<typeof flags>;
type One = Awaited<ReturnType<typeof findObjects>>['found'][number];

/** Resolves with the object as it was when the condition was met. */
async function until({ session }: Context, condition: WaitCondition, one: One, timeout: number): Promise<JsonObject> {
  const connection = await session.connection();
  const { resource, name, object } = one;
  if (condition === 'create') return object;
  if (condition === 'delete') {
    await waitDeleted(connection, one, name, { timeout });
    return object;
  }
  if (timeout === 0) {
    const now = await read(connection, one, name);
    if (condition.isMet(now)) return now;
    throw new CommandError(`condition not met for ${resource.resource}/${name}`);
  }
  let seen = false;
  try {
    return await watchObject(connection, one, name, timeout, (sight) => {
      if (sight === 'absent') {
        // What went while it was watched may come again.
        if (seen) return undefined;
        throw new ApiError(404, 'NotFound', `${qualifiedResource(resource)} "${name}" not found`);
      }
      seen = true;
      return !sight.deleted && condition.isMet(sight.object) ? sight.object : undefined;
    });
  } catch (error) {
    throw timedOutOn(error, one, name);
  }
}

/** Asks again twice a second, as long as nothing of what is named is there. */
async function untilCreated({ session, args, flags: values }: Context, deadline: number): Promise<void> {
  for (;;) {
    const { found, errors } = await findObjects(session, {
      args,
      ...values,
      fieldSelector: values['field-selector'],
      allNamespaces: values['all-namespaces'],
    });
    const [other] = errors.filter((error) => !isNotFound(error));
    if (other) throw other;
    if (found.length > 0 && errors.length === 0) return;
    if (Date.now() >= deadline) throw new TimedOut();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
