import type { PodTemplateSpec } from '../../../api/core/v1.ts';
import { jsonEqual } from '../../../machinery/patch/values.ts';
import { changePrinter, checked } from '../../change/createOne.ts';
import { dryRunFlag, dryRunOf, type DryRun } from '../../change/flags.ts';
import { forEachFound, type Found } from '../../change/objects.ts';
import { patch } from '../../change/requests.ts';
import { CommandError, messageOf, throwAll } from '../../kube/errors.ts';
import { intFlag } from '../../kube/flags.ts';
import { objectAt, valueAt } from '../../kube/json.ts';
import type { Session } from '../../kube/session.ts';
import { outputFlags } from '../../kube/selectionFlags.ts';
import { defineVerb } from '../../kube/verb.ts';
import { chosen, chosenFlags } from './chosen.ts';
import { describeTemplate } from './describeTemplate.ts';
import { revisionsOf, type Revision } from './revisions.ts';

export default defineVerb({
  name: 'undo',
  summary: 'Undo a previous rollout',
  usage: 'undo (TYPE NAME | TYPE/NAME) [flags]',
  description: 'Roll back to a previous rollout.',
  examples: `# To the revision before
peapod rollout undo deployment/web

# To one of the history
peapod rollout undo daemonset/log --to-revision=3

# Only show what would be
peapod rollout undo --dry-run=client deployment/web`,
  flags: {
    ...outputFlags,
    ...chosenFlags,
    ...dryRunFlag,
    'to-revision': intFlag('The revision to rollback to. Default to 0 (last revision).'),
  },
  async run({ flags, args, session }) {
    const dryRun = checked(() => dryRunOf(flags['dry-run']));
    const objects = await chosen(session, args, flags);
    const failed = await forEachFound(objects, async (one) => {
      const result = await undo(session, one, flags['to-revision'], dryRun);
      process.stdout.write((await changePrinter(flags, result, dryRun)).print(one.object));
    });
    throwAll(failed);
  },
});

/** What is said of it. */
async function undo(session: Session, one: Found, to: number, dryRun: DryRun): Promise<string> {
  const revisions = await revisionsOf(session, one, 'rollbacker');
  const wanted = revisionTo(one, revisions, to);
  const isDeployment = one.resource.kind === 'Deployment';
  if (dryRun === 'client') {
    const text = await describeTemplate(wanted);
    return isDeployment ? text : `will roll back to ${text}`;
  }
  if (isDeployment && valueAt(one.object, 'spec', 'paused') === true)
    throw new CommandError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  const present = objectAt(one.object, 'spec', 'template');
  if (jsonEqual(withoutHash(wanted.template), withoutHash(present)))
    return `skipped rollback (current template already matches revision ${to})`;
  const connection = await session.connection();
  try {
    if (isDeployment)
      await patch(connection, one, one.name, 'application/json-patch+json', deploymentPatch(one, wanted), { dryRun });
    else
      await patch(connection, one, one.name, 'application/strategic-merge-patch+json', wanted.keeper.data, { dryRun });
  } catch (error) {
    throw new CommandError(`failed restoring revision ${to}: ${messageOf(error)}`);
  }
  return 'rolled back';
}

/** @param to 0 for the last but one */
function revisionTo(one: Found, revisions: readonly Revision[], to: number): Revision {
  const found = to === 0 ? revisions.at(-2) : revisions.find((revision) => revision.number === to);
  if (found) return found;
  if (to !== 0) throw new CommandError(`unable to find specified revision ${to} in history`);
  throw new CommandError(
    one.resource.kind === 'Deployment'
      ? `no rollout history found for deployment ${JSON.stringify(one.name)}`
      : 'no last revision to roll back to',
  );
}

const hashLabel = 'pod-template-hash';

function withoutHash(template: object): Record<string, unknown> {
  const { [hashLabel]: _, ...labels } = objectAt(template, 'metadata', 'labels');
  return { ...template, metadata: { ...objectAt(template, 'metadata'), labels } };
}

/** Annotations that say something of the Deployment itself, and not of a revision. */
const own = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

function deploymentPatch(one: Found, { template, keeper }: Revision): object[] {
  const now = objectAt(one.object, 'metadata', 'annotations');
  const then = objectAt(keeper, 'metadata', 'annotations');
  const annotations = {
    ...Object.fromEntries(Object.entries(now).filter(([key]) => own.includes(key))),
    ...Object.fromEntries(Object.entries(then).filter(([key]) => !own.includes(key))),
  };
  const value: PodTemplateSpec = withoutHash(template);
  return [
    { op: 'replace', path: '/spec/template', value },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
}
