/** ReplicaSets: a stable set of replica Pods. */
import { selectorFrom } from '../machinery/labels.ts';
import { replicaSets } from '../machinery/resources.ts';
import { replicaController } from './replicas/replicaController.ts';

export const replicaSetController = replicaController({
  name: 'replicaset-controller',
  serviceAccount: 'replicaset-controller',
  resource: replicaSets,
  selectorOf: (set) => selectorFrom(set.spec?.selector),
});
