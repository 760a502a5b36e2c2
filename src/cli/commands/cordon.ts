/** `peapod cordon`. */
import { checked } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf } from '../change/flags.ts';
import { selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb } from '../kube/verb.ts';
import { chosenNodes, setUnschedulable } from './drain/nodes.ts';

export default defineVerb({
  name: 'cordon',
  summary: 'Mark node as unschedulable',
  usage: 'cordon NODE',
  description: 'Mark node as unschedulable. No more Pods are put there; those that run go on.',
  examples: 'peapod cordon k8s-node-1',
  flags: { ...selectorFlag, ...dryRunFlag },
  async run({ flags, args, session, given }) {
    const dryRun = checked(() => dryRunOf(flags['dry-run']));
    const choice = { selector: flags.selector, selectorGiven: given.has('selector'), usage: 'cordon NODE' };
    await setUnschedulable(session, await chosenNodes(session, args, choice), true, dryRun);
  },
});
