/** `peapod uncordon`. */
import { checked } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf } from '../change/flags.ts';
import { selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb } from '../kube/verb.ts';
import { chosenNodes, setUnschedulable } from './drain/nodes.ts';

export default defineVerb({
  name: 'uncordon',
  summary: 'Mark node as schedulable',
  usage: 'uncordon NODE',
  description: 'Mark node as schedulable. Pods may be put there again.',
  examples: 'peapod uncordon k8s-node-1',
  flags: { ...selectorFlag, ...dryRunFlag },
  async run({ flags, args, session, given }) {
    const dryRun = checked(() => dryRunOf(flags['dry-run']));
    const choice = { selector: flags.selector, selectorGiven: given.has('selector'), usage: 'uncordon NODE' };
    await setUnschedulable(session, await chosenNodes(session, args, choice), false, dryRun);
  },
});
