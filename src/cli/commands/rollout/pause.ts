import { valueAt } from '../../kube/json.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeEach, templateVerbFlags } from './templateVerb.ts';

export default defineVerb({
  name: 'pause',
  summary: 'Mark the provided resource as paused',
  usage: 'pause RESOURCE',
  description: `Mark the provided resource as paused.

 Paused resources will not be reconciled by a controller. Use "peapod rollout resume" to resume a paused resource.
Currently only deployments support being paused.`,
  examples: `# Changes of it have no effect, as long as it is paused
peapod rollout pause deployment/web`,
  flags: templateVerbFlags,
  run: (context) =>
    changeEach(context, 'paused', (object, kind) => {
      if (kind !== 'Deployment') throw new Error('pausing is not supported');
      if (valueAt(object, 'spec', 'paused') === true) throw new Error('is already paused');
      return { spec: { paused: true } };
    }),
});
