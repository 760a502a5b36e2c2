import { valueAt } from '../../kube/json.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeEach, templateVerbFlags } from './templateVerb.ts';

export default defineVerb({
  name: 'resume',
  summary: 'Resume a paused resource',
  usage: 'resume RESOURCE',
  description: `Resume a paused resource.

 Paused resources will not be reconciled by a controller. By resuming a resource, we allow it to be reconciled again.
Currently only deployments support being resumed.`,
  examples: 'peapod rollout resume deployment/web',
  flags: templateVerbFlags,
  run: (context) =>
    changeEach(context, 'resumed', (object, kind) => {
      if (kind !== 'Deployment') throw new Error('resuming is not supported');
      if (valueAt(object, 'spec', 'paused') !== true) throw new Error('is not paused');
      return { spec: { paused: null } };
    }),
});
