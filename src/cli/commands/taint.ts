/** `peapod taint`. */
import type { Taint } from '../../api/core/v1.ts';
import { isQualifiedName, isValidLabelValue } from '../../machinery/names.ts';
import { sameTaint } from '../../machinery/taints.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag, validateFlag, validationOf } from '../change/flags.ts';
import { findObjects, forEachFound } from '../change/objects.ts';
import { patch } from '../change/requests.ts';
import { CommandError, throwAll, UsageError } from '../kube/errors.ts';
import { boolFlag } from '../kube/flags.ts';
import { listAt, objectAt } from '../kube/json.ts';
import { outputFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb } from '../kube/verb.ts';
import { parseTaints, reorganize, textOf, type TaintChanges } from './taint/changes.ts';

export default defineVerb({
  name: 'taint',
  summary: 'Update the taints on one or more nodes',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  description: `Update the taints on one or more nodes.

  *  A taint consists of a key, value, and effect. As an argument here, it is expressed as key=value:effect.
  *  The key must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 253 characters.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  The value is optional. If given, it must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters.
  *  The effect must be NoSchedule, PreferNoSchedule or NoExecute.
  *  Currently taint can only apply to node.`,
  examples: `# Keep Pods away that do not tolerate it
peapod taint nodes k8s-node-1 dedicated=special-user:NoSchedule

# Take it away: with this effect, or with any
peapod taint nodes k8s-node-1 dedicated:NoSchedule-
peapod taint nodes k8s-node-1 dedicated-

# On every node with a label
peapod taint node -l myLabel=X dedicated=foo:PreferNoSchedule`,
  flags: {
    ...outputFlags,
    ...selectorFlag,
    ...dryRunFlag,
    ...validateFlag,
    ...fieldManagerFlag('kubectl-taint'),
    all: boolFlag('Select all nodes in the cluster'),
    overwrite: boolFlag(
      'If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.',
    ),
  },
  async run({ flags, args, session }) {
    const dryRun = checked(() => dryRunOf(flags['dry-run']));
    const fieldValidation = checked(() => validationOf(flags.validate));
    const { resources, specs } = split(args);
    if (resources.length < 1) throw new CommandError('one or more resources must be specified as <resource> <name>');
    if (specs.length < 1) throw new CommandError('at least one taint update is required');
    let changes: TaintChanges;
    try {
      changes = parseTaints(specs, isQualifiedName, isValidLabelValue);
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
    const [type = ''] = resources;
    const mapper = await session.mapper();
    const { kind } = await mapper.resourceOf(type.split('/')[0] ?? '');
    if (kind !== 'Node')
      throw new CommandError(`invalid resource type ${type.toLowerCase()}, only node types are supported`);
    const both = changes.remove.filter((gone) =>
      changes.add.some((taint) => taint.key === gone.key && (gone.effect === '' || taint.effect === gone.effect)),
    );
    if (both.length > 0)
      throw new CommandError(
        `can not both modify and remove the following taint(s) in the same command: ${both.map((t) => `${t.key}=${t.effect}`).join(', ')}`,
      );
    if (flags.all && flags.selector) throw new CommandError('setting all parameter but found a non empty selector. ');
    const choice = flags.all || flags.selector ? [type] : resources;
    if (choice.length < 2 && !flags.all && !flags.selector && !type.includes('/'))
      throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
    const objects = await findObjects(session, { args: choice, selector: flags.selector, all: flags.all });
    const connection = await session.connection();
    const failed = await forEachFound(objects, async (node) => {
      // A named seam: the server answers with Nodes.
      const present = listAt(node.object, 'spec', 'taints') as readonly Taint[];
      if (!flags.overwrite) {
        const taken = changes.add.filter((taint) => present.some((old) => sameTaint(old, taint)));
        if (taken.length > 0)
          throw new CommandError(
            `node ${node.name} already has ${taken.map((t) => t.key).join(',')} taint(s) with same effect(s) and --overwrite is false`,
          );
      }
      const { operation, taints, missing } = reorganize(present, changes, flags.overwrite);
      throwAll(missing.map((taint) => new CommandError(`taint ${JSON.stringify(textOf(taint))} not found`)));
      const next = { ...node.object, spec: { ...objectAt(node.object, 'spec'), taints } };
      const body = { spec: { taints: taints.length > 0 ? taints : null } };
      const result =
        dryRun === 'client'
          ? next
          : await patch(connection, node, node.name, 'application/strategic-merge-patch+json', body, {
              dryRun,
              fieldValidation,
              fieldManager: flags['field-manager'],
            });
      // As kubectl has it: how dry the run was is not said.
      process.stdout.write((await changePrinter(flags, operation, 'none')).print(result));
    });
    throwAll(failed);
  },
});

function split(args: readonly string[]): { readonly resources: readonly string[]; readonly specs: readonly string[] } {
  const isSpec = (text: string): boolean => text.includes('=') || text.includes(':') || text.endsWith('-');
  const at = args.findIndex(isSpec);
  if (at < 0) return { resources: args, specs: [] };
  const specs = args.slice(at);
  const stray = specs.find((text) => !isSpec(text));
  if (stray !== undefined) throw new CommandError(`all resources must be specified before taint changes: ${stray}`);
  return { resources: args.slice(0, at), specs };
}
