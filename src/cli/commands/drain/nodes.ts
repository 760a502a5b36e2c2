/** Which nodes cordon, uncordon and drain are for, and making them (un)schedulable. */
import { nodes } from '../../../machinery/resources.ts';
import { changePrinter } from '../../change/createOne.ts';
import type { DryRun } from '../../change/flags.ts';
import type { Found } from '../../change/objects.ts';
import { patch } from '../../change/requests.ts';
import { messageOf, throwAll, UsageError } from '../../kube/errors.ts';
import { fetchTarget, objectsOf } from '../../kube/fetchTargets.ts';
import { textAt, valueAt } from '../../kube/json.ts';
import type { Session } from '../../kube/session.ts';

/** @param usage 'drain NODE' */
export async function chosenNodes(
  session: Session,
  args: readonly string[],
  {
    selector,
    selectorGiven,
    usage,
  }: { readonly selector: string; readonly selectorGiven: boolean; readonly usage: string },
): Promise<readonly Found[]> {
  if (args.length === 0 && !selectorGiven) throw new UsageError(`USAGE: ${usage} [flags]`);
  if (args.length > 0 && selector !== '')
    throw new UsageError('error: cannot specify both a node name and a --selector option');
  const namespace = undefined;
  const found: Found[] = [];
  const errors: unknown[] = [];
  const targets =
    args.length === 0
      ? [{ type: 'list', resource: nodes, namespace } as const]
      : args.map(
          (arg) => ({ type: 'named', resource: nodes, namespace, name: arg.replace(/^(nodes?|no)\//, '') }) as const,
        );
  for (const target of targets) {
    try {
      const fetched = await fetchTarget(session, target, { selector });
      for (const object of objectsOf(fetched))
        found.push({ resource: nodes, namespace, name: textAt(object, 'metadata', 'name'), object });
    } catch (error) {
      errors.push(error);
    }
  }
  throwAll(errors);
  return found;
}

const plain = { output: '', template: '', 'show-managed-fields': false, 'allow-missing-template-keys': true };

export async function setUnschedulable(
  session: Session,
  found: readonly Found[],
  unschedulable: boolean,
  dryRun: DryRun,
): Promise<void> {
  const connection = await session.connection();
  const changed = await changePrinter(plain, unschedulable ? 'cordoned' : 'uncordoned', dryRun);
  const already = await changePrinter(plain, unschedulable ? 'already cordoned' : 'already uncordoned', dryRun);
  for (const node of found) {
    if ((valueAt(node.object, 'spec', 'unschedulable') === true) === unschedulable) {
      process.stdout.write(already.print(node.object));
      continue;
    }
    try {
      const body = { spec: { unschedulable: unschedulable || null } };
      if (dryRun !== 'client')
        await patch(connection, node, node.name, 'application/strategic-merge-patch+json', body, { dryRun });
      process.stdout.write(changed.print(node.object));
    } catch (error) {
      const verb = unschedulable ? 'cordon' : 'uncordon';
      process.stderr.write(`error: unable to ${verb} node ${JSON.stringify(node.name)}: ${messageOf(error)}\n`);
    }
  }
}

export const drained = (dryRun: DryRun) => changePrinter(plain, 'drained', dryRun);
