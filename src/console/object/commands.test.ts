import assert from 'node:assert/strict';
import test from 'node:test';
import type { Kind } from '../client/kind.ts';
import { commandsFor } from './commands.ts';

const kind = (name: string, resource: string, group = ''): Kind => ({
  group,
  version: 'v1',
  resource,
  kind: name,
  namespaced: name !== 'Node',
  shortNames: [],
  verbs: [],
  subresources: [],
});
const commands = (of: Kind, object: object): string[] =>
  commandsFor({ kind: of, namespace: of.namespaced ? 'shop' : '', name: 'web' }, object).map((c) => c.command);

test('a Pod is read, followed, entered, and its port brought here', () => {
  const pod = { spec: { containers: [{ name: 'web', ports: [{ containerPort: 80 }] }] } };
  assert.deepEqual(commands(kind('Pod', 'pods'), pod), [
    'kubectl get pods web -n shop -o yaml',
    'kubectl describe pods web -n shop',
    'kubectl logs -f web -n shop --all-containers',
    'kubectl exec -it web -n shop -- sh',
    'kubectl port-forward pod/web -n shop 8080:80',
    'peapod why pods web -n shop',
  ]);
});

test('a Service without a selector of ports has no port to bring', () => {
  assert.ok(!commands(kind('Service', 'services'), {}).some((c) => c.includes('port-forward')));
  assert.ok(
    commands(kind('Service', 'services'), { spec: { ports: [{ port: 6379 }] } }).includes(
      'kubectl port-forward services/web -n shop 6379:6379',
    ),
  );
});

test('a workload is waited for, a node drained, and neither has what only the other has', () => {
  const deployment = commands(kind('Deployment', 'deployments', 'apps'), {});
  assert.ok(deployment.includes('kubectl rollout status deployments.apps/web -n shop'));
  const node = commands(kind('Node', 'nodes'), {});
  assert.ok(node.includes('kubectl drain web --ignore-daemonsets --delete-emptydir-data'));
  assert.ok(!node.some((c) => c.includes(' -n ') || c.includes('exec')));
});
