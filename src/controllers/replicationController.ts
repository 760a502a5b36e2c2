/** ReplicationControllers: what ReplicaSets were called before, with equality selectors only. */
import { nothing, selectorFromSet } from '../machinery/labels.ts';
import { replicationControllers } from '../machinery/resources.ts';
import { replicaController } from './replicas/replicaController.ts';

export const replicationControllerController = replicaController({
  name: 'replicationcontroller-controller',
  serviceAccount: 'replication-controller',
  resource: replicationControllers,
  selectorOf: ({ spec }) => {
    const selector = selectorFromSet(spec?.selector);
    return selector.length === 0 ? nothing : selector;
  },
});
