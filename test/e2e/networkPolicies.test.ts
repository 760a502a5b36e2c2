/** NetworkPolicies: who may reach whom, told by real connections between Pods. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { pods } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { run } from './command.ts';
import { eventually, waitFor } from './waiting.ts';

const pod = (name: string, labels: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { ${labels} } }
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: web
    image: busybox
    imagePullPolicy: IfNotPresent
    command: [sh, -c, 'mkdir /www; echo ${name} > /www/index.html; httpd -p 9090 -h /www; exec httpd -f -p 8080 -h /www']
    ports: [{ name: http, containerPort: 8080 }]
    readinessProbe: { httpGet: { port: http }, periodSeconds: 1 }
---`;

const policy = (name: string, spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name} }
spec: ${spec}
---`;

test('NetworkPolicies', async (t) => {
  await using cluster = await startTestCluster({ name: 'policies' });
  const kubectl = cluster.kubectl();
  const apply = async (...manifests: string[]): Promise<void> => {
    const { code, stderr } = await kubectl(['apply', '-f', '-'], { input: manifests.join('') });
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /Warning/);
  };
  await apply(
    pod('server', 'app: server'),
    pod('friend', 'role: friend'),
    pod('stranger', 'role: stranger'),
    '\napiVersion: v1\nkind: Service\nmetadata: { name: server }\nspec: { selector: { app: server }, ports: [{ port: 80, targetPort: http }] }\n',
  );
  const isReady = (name: string) =>
    waitFor(cluster.client.resource(pods), {
      parameters: { fieldSelector: `metadata.name=${name}` },
      what: `Pod ${name} to be ready`,
      timeout: 30_000,
      until: ({ status }) =>
        status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false,
    });
  const [server, friend] = await Promise.all(['server', 'friend', 'stranger'].map(isReady));
  const address = server?.status?.podIP ?? assert.fail('no address');
  /** A dropped packet is never answered: two seconds without an answer mean that it is shut. */
  const reaches = async (from: string, url: string): Promise<boolean> => {
    const { stdout } = await kubectl(['exec', from, '--', 'timeout', '2', 'wget', '-qO-', url]);
    return stdout !== '';
  };
  const become = (expected: Record<string, boolean>, url = `http://${address}:8080/`) =>
    eventually(`reaching ${url} to be as it should`, 15_000, async () => {
      const found = await Promise.all(
        Object.keys(expected).map(async (from) => [from, await reaches(from, url)] as const),
      );
      assert.deepEqual(Object.fromEntries(found), expected);
    });

  await t.test('without a policy everybody reaches everybody', () => become({ friend: true, stranger: true }));

  await t.test('a policy without rules shuts a Pod, but not to the node and its probes', async () => {
    await apply(policy('shut', '{ podSelector: { matchLabels: { app: server } } }'));
    await become({ friend: false, stranger: false });
    const { stdout } = await run('curl', ['-s', '-m', '3', `http://${address}:8080/`]);
    assert.equal(stdout.trim(), 'server');
  });

  await t.test('another lets in whom it names, at the port it names, by address and through the Service', async () => {
    const ingress = '[{ from: [{ podSelector: { matchLabels: { role: friend } } }], ports: [{ port: http }] }]';
    await apply(policy('friends', `{ podSelector: { matchLabels: { app: server } }, ingress: ${ingress} }`));
    await become({ friend: true, stranger: false });
    assert.ok(await reaches('friend', 'http://server/'));
    assert.equal(await reaches('stranger', 'http://server/'), false);
    assert.equal(await reaches('friend', `http://${address}:9090/`), false);
  });

  await t.test('a label that changes changes who is let in', async () => {
    await kubectl(['label', 'pod', 'stranger', 'role=friend', '--overwrite']);
    await become({ friend: true, stranger: true });
    await kubectl(['label', 'pod', 'stranger', 'role=stranger', '--overwrite']);
    await become({ friend: true, stranger: false });
  });

  await t.test('egress is held to addresses, while names are still answered', async () => {
    const cidr = `${friend?.status?.podIP}/32`;
    const spec = `{ podSelector: { matchLabels: { role: stranger } }, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: ${cidr} } }] }] }`;
    await apply(policy('held', spec));
    await kubectl(['delete', 'networkpolicy', 'shut', 'friends']);
    await become({ friend: true, stranger: false });
    await become({ stranger: true }, `http://${friend?.status?.podIP}:8080/`);
    const { stdout } = await kubectl(['exec', 'stranger', '--', 'nslookup', 'server.default.svc.cluster.local']);
    assert.match(stdout, /Name:\s+server\.default\.svc\.cluster\.local/);
  });

  await t.test('without policies everybody reaches everybody again', async () => {
    await kubectl(['delete', 'networkpolicy', '--all']);
    await become({ friend: true, stranger: true });
  });
});
