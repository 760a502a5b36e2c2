import type { Pod } from '../../src/api/core/v1.ts';
import { createClient } from '../../src/client/createClient.ts';
import { createInformers } from '../../src/client/informers.ts';
import { silent } from '../../src/machinery/log.ts';
import { startScheduler } from '../../src/scheduler/scheduler.ts';
import { HollowTransport } from '../hollow.ts';
import type { Row } from '../row.ts';

const nodes = 5000;
const pods = 10_000;

export const row: Row = {
  name: 'schedule replicas onto 5 000 hollow nodes',
  floorName: '–',
  reach: { atLeast: 1000 },
  async run() {
    const transport = new HollowTransport(nodes);
    const client = createClient(transport);
    await using informers = createInformers(client, silent);
    const recorder = { event: () => undefined };
    await using _scheduler = await startScheduler({ client, informers, recorder, log: silent });
    const podOf = (i: number): Pod => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `pod-${i}`,
        namespace: 'default',
        labels: { app: 'bench' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'bench', uid: 'bench', controller: true }],
      },
      spec: {
        schedulerName: 'default-scheduler',
        containers: [
          { name: 'main', image: 'nginx:latest', resources: { requests: { cpu: '100m', memory: '128Mi' } } },
        ],
        tolerations: ['not-ready', 'unreachable'].map((key) => ({
          key: `node.kubernetes.io/${key}`,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        })),
      },
    });
    const warm = transport.bound(500);
    for (let i = 0; i < 500; i++) transport.addPod(podOf(-i));
    await warm;
    const start = performance.now();
    const done = transport.bound(500 + pods);
    for (let i = 1; i <= pods; i++) transport.addPod(podOf(i));
    await done;
    return { measured: pods / ((performance.now() - start) / 1000), unit: 'Pods/s' };
  },
};
