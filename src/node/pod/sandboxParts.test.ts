import assert from 'node:assert/strict';
import test from 'node:test';
import { parseResolvConf, podDns } from './dns.ts';
import { hostNamesOf, hostsFile, kernelHostname } from './hosts.ts';
import { oomScoreAdjustment, qosClassOf } from './qos.ts';
import { cpuQuota, cpuShares, limitsOf, podLimits } from './resources.ts';
import { containerSecurity, verifyNonRoot } from './security.ts';
import { graceOf } from './terminate.ts';
import { container, testPod } from './testPods.ts';

const host = parseResolvConf('# x\nnameserver 1.1.1.1\nsearch example.com corp.\noptions rotate timeout:1\n');
const cluster = { servers: ['10.96.0.10'], domain: 'cluster.local' };

test("dnsPolicy decides between the cluster's and the machine's resolver", () => {
  const own = ['ns.svc.cluster.local', 'svc.cluster.local', 'cluster.local', 'example.com', 'corp'];
  assert.deepEqual(podDns(testPod(), host, cluster).settings, {
    servers: ['10.96.0.10'],
    searches: own,
    options: ['ndots:5'],
  });
  assert.deepEqual(podDns(testPod({ dnsPolicy: 'Default' }), host, cluster).settings, host);
  assert.deepEqual(podDns(testPod({ hostNetwork: true }), host, cluster).settings, host);
  assert.deepEqual(
    podDns(testPod({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }), host, cluster).settings.servers,
    ['10.96.0.10'],
  );
  assert.equal(podDns(testPod(), host, { servers: [], domain: 'x' }).fallback, true);
  const dnsConfig = {
    nameservers: ['9.9.9.9'],
    searches: ['s'],
    options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
  };
  assert.deepEqual(podDns(testPod({ dnsPolicy: 'None', dnsConfig }), host, cluster).settings, {
    servers: ['9.9.9.9'],
    searches: ['s'],
    options: ['ndots:2', 'edns0'],
  });
  assert.deepEqual(podDns(testPod({ dnsConfig }), host, cluster).settings.options, ['ndots:2', 'edns0']);
});

test('hostname and hosts file follow hostname and subdomain', () => {
  assert.deepEqual(hostNamesOf(testPod({}, { name: `${'x'.repeat(62)}.-y` }), 'cluster.local'), {
    hostname: 'x'.repeat(62),
  });
  const names = hostNamesOf(testPod({ hostname: 'web', subdomain: 'sub' }), 'cluster.local');
  assert.equal(kernelHostname(testPod({ setHostnameAsFQDN: true }), names), 'web.sub.ns.svc.cluster.local');
  const text = hostsFile(['10.0.0.2'], names, [{ ip: '1.2.3.4', hostnames: ['foo', 'bar'] }]);
  assert.ok(
    text.endsWith(
      '10.0.0.2\tweb.sub.ns.svc.cluster.local\tweb\n\n# Entries added by HostAliases.\n1.2.3.4\tfoo\tbar\n',
    ),
  );
});

test('requests and limits become shares, quota and bytes', () => {
  assert.deepEqual([0, 1, 100, 1000].map(cpuShares), [2, 2, 102, 1024]);
  assert.deepEqual([0, 1, 500].map(cpuQuota), [0, 1000, 50_000]);
  assert.deepEqual(limitsOf({ limits: { cpu: '500m', memory: '1Mi' } }), {
    cpuShares: 512,
    cpuQuota: 50_000,
    memoryLimit: 1_048_576,
  });
  const both = [container('a', { resources: { limits: { memory: '1Mi' } } }), container('b')];
  assert.equal(podLimits(testPod({ containers: both })).memoryLimit, 0);
});

test('quality of service and what it means when memory runs out', () => {
  const guaranteed = testPod({ containers: [container('a', { resources: { limits: { cpu: '1', memory: '1Gi' } } })] });
  const burstable = testPod({ containers: [container('a', { resources: { requests: { memory: '512Mi' } } })] });
  assert.deepEqual([guaranteed, burstable, testPod()].map(qosClassOf), ['Guaranteed', 'Burstable', 'BestEffort']);
  const score = (pod: typeof guaranteed): number =>
    oomScoreAdjustment(pod, pod.spec.containers[0] ?? container('a'), 2 ** 30);
  assert.deepEqual([guaranteed, burstable, testPod()].map(score), [-997, 500, 1000]);
});

test("the container's security context goes over the Pod's", () => {
  const pod = testPod({ securityContext: { runAsUser: 1, runAsGroup: 2, fsGroup: 3, supplementalGroups: [4] } });
  const made = containerSecurity(
    pod,
    container('a', { securityContext: { runAsUser: 9, allowPrivilegeEscalation: false } }),
    {},
    '/seccomp',
  );
  assert.equal(made.runAsUser?.value, 9n);
  assert.equal(made.runAsGroup?.value, 2n);
  assert.deepEqual(made.supplementalGroups, [3n, 4n]);
  assert.equal(made.noNewPrivs, true);
});

test('runAsNonRoot refuses root, and what cannot be known', () => {
  const pod = testPod({ securityContext: { runAsNonRoot: true } });
  const check =
    (user: object, more = {}) =>
    () =>
      verifyNonRoot(pod, container('a', more), user);
  assert.throws(check({ uid: 0 }), {
    message: 'container has runAsNonRoot and image will run as root (pod: "p_ns(u1)", container: a)',
  });
  assert.throws(check({ username: 'www' }), /non-numeric user \(www\)/);
  assert.throws(check({}, { securityContext: { runAsUser: 0 } }), /breaks non-root policy/);
  assert.doesNotThrow(check({ uid: 5 }));
});

test('the grace period counts from the deletion', () => {
  const now = Date.parse('2025-01-01T00:00:00Z');
  const deleted = { deletionTimestamp: '2025-01-01T00:00:10Z', deletionGracePeriodSeconds: 30 };
  assert.equal(graceOf(testPod({ terminationGracePeriodSeconds: 7 }), now), 7);
  assert.equal(graceOf(testPod({}, deleted), now), 10);
  assert.equal(graceOf(testPod({}, { ...deleted, deletionGracePeriodSeconds: 1 }), now), 1);
  assert.equal(graceOf(undefined, now), 1);
});
