import assert from 'node:assert/strict';
import test from 'node:test';
import type { KindCodec } from '../scheme.ts';
import { codecOf, DecodeError } from '../scheme.ts';

function codec(kind: string, group = '', version = 'v1'): KindCodec {
  const found = codecOf({ group, version, kind });
  assert.ok(found, kind);
  return found;
}

const pod = codec('Pod');
const withContainer = (container: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'c', ...container }] },
});

test('decode() writes what Go always writes, in the order of the Go struct, and drops zero values', () => {
  const given = {
    kind: 'Pod',
    spec: { hostNetwork: false, nodeSelector: {}, containers: [{ image: 'i', name: 'c', command: [] }] },
    apiVersion: 'v1',
    metadata: { labels: { a: '' } },
  };
  const { object, problems } = pod.decode(given);
  assert.equal(
    JSON.stringify(object),
    '{"kind":"Pod","apiVersion":"v1","metadata":{"creationTimestamp":null,"labels":{"a":""}},' +
      '"spec":{"containers":[{"name":"c","image":"i","resources":{}}]},"status":{}}',
  );
  assert.deepEqual(problems, []);
});

test('decode() keeps the zero values of pointers', () => {
  const { object } = codec('Deployment', 'apps').decode({ spec: { replicas: 0, paused: false, minReadySeconds: 0 } });
  assert.deepEqual(JSON.parse(JSON.stringify(object)).spec.replicas, 0);
  assert.equal('paused' in JSON.parse(JSON.stringify(object)).spec, false);
});

test('decode() never mutates its input and takes null for absence', () => {
  const given = Object.freeze({
    metadata: Object.freeze({ name: 'a', labels: null }),
    data: Object.freeze({ k: null }),
  });
  assert.deepEqual(codec('ConfigMap').decode(given).object, {
    metadata: { name: 'a', creationTimestamp: null },
    data: { k: '' },
  });
});

test('decode() keeps a map key that JavaScript treats specially', () => {
  const { object } = codec('ConfigMap').decode(JSON.parse('{"data":{"__proto__":"x","constructor":"y"}}'));
  assert.equal(
    JSON.stringify(object),
    '{"metadata":{"creationTimestamp":null},"data":{"__proto__":"x","constructor":"y"}}',
  );
});

test('decode() reports unknown fields with their whole path, in the order of the input', () => {
  const { problems } = pod.decode({
    spec: { foo: 1, containers: [{ name: 'c', imagee: 'x', ports: [{}, { ContainerPort: 1 }] }] },
    bar: 1,
  });
  assert.deepEqual(problems, [
    'unknown field "spec.foo"',
    'unknown field "spec.containers[0].imagee"',
    'unknown field "spec.containers[0].ports[1].ContainerPort"',
    'unknown field "bar"',
  ]);
});

const quantityError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrong: [what: string, given: object, codec: KindCodec, message: string][] = [
  [
    'a string for an int32',
    withContainer({ ports: [{ containerPort: '80' }] }),
    pod,
    'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
  ],
  [
    'a fraction',
    withContainer({ ports: [{ containerPort: 80.5 }] }),
    pod,
    'json: cannot unmarshal number 80.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
  ],
  [
    'an int32 out of range',
    withContainer({ ports: [{ containerPort: 2147483648 }] }),
    pod,
    'json: cannot unmarshal number 2147483648 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
  ],
  [
    'a number as label value',
    { metadata: { labels: { a: 1 } } },
    pod,
    'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  ],
  [
    'a map for a list',
    { spec: { containers: {} } },
    pod,
    'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  ],
  [
    'a list for a struct',
    { spec: [] },
    pod,
    'json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec',
  ],
  [
    'a bool for an enum',
    { spec: { restartPolicy: true } },
    pod,
    'json: cannot unmarshal bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
  ],
  [
    'a string for a bool',
    { spec: { hostNetwork: 'yes' } },
    pod,
    'json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
  ],
  ['no object at all', [1], pod, 'json: cannot unmarshal array into Go value of type v1.Pod'],
  ['a quantity with a wrong suffix', withContainer({ resources: { limits: { cpu: 'lots' } } }), pod, quantityError],
  ['a quantity that is a bool', withContainer({ resources: { limits: { cpu: true } } }), pod, quantityError],
  [
    'a date without a time',
    { metadata: { creationTimestamp: '2025-01-01' } },
    pod,
    'parsing time "2025-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"',
  ],
  ['bad base64', { data: { a: 'not base64!' } }, codec('Secret'), 'illegal base64 data at input byte 3'],
  [
    'a bool as port',
    { spec: { ports: [{ targetPort: true }] } },
    codec('Service'),
    'json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
  ],
];
for (const [what, given, of, message] of wrong) {
  test(`decode() refuses ${what} in Go's words`, () => {
    assert.throws(
      () => of.decode(given),
      (error) => {
        assert.ok(error instanceof DecodeError);
        assert.equal(error.message, message);
        return true;
      },
    );
  });
}

test('decode() brings quantities, times, durations and base64 into their normal form', () => {
  const { object } = pod.decode({
    ...withContainer({ resources: { requests: { cpu: 0.5, memory: '1024Mi' } } }),
    metadata: { creationTimestamp: '2025-01-31T10:00:00.9+02:00' },
  });
  const { metadata, spec } = JSON.parse(JSON.stringify(object));
  assert.equal(metadata.creationTimestamp, '2025-01-31T08:00:00Z');
  assert.deepEqual(spec.containers[0].resources.requests, { cpu: '500m', memory: '1Gi' });
  assert.deepEqual(codec('Secret').decode({ data: { a: 'YW\nI=' } }).object, {
    metadata: { creationTimestamp: null },
    data: { a: 'YWI=' },
  });
  const lease = codec('Lease', 'coordination.k8s.io').decode({
    spec: { renewTime: '2025-01-31T10:00:00.123456+02:00' },
  });
  assert.deepEqual(JSON.parse(JSON.stringify(lease.object)).spec, { renewTime: '2025-01-31T08:00:00.123456Z' });
});

test('applyDefaults() sets what is unset, and leaves a pointer to zero alone', () => {
  const { object } = pod.decode(
    withContainer({
      ports: [{ containerPort: 80 }],
      readinessProbe: { httpGet: { port: 80 }, periodSeconds: 3 },
    }),
  );
  pod.applyDefaults(object);
  const { spec } = JSON.parse(JSON.stringify(object));
  assert.equal(spec.restartPolicy, 'Always');
  assert.equal(spec.terminationGracePeriodSeconds, 30);
  assert.deepEqual(spec.containers[0].ports, [{ containerPort: 80, protocol: 'TCP' }]);
  assert.deepEqual(spec.containers[0].readinessProbe, {
    httpGet: { port: 80, path: '/', scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 3,
    successThreshold: 1,
    failureThreshold: 3,
  });
  const zero = pod.decode({ spec: { containers: [], terminationGracePeriodSeconds: 0 } });
  pod.applyDefaults(zero.object);
  assert.equal(JSON.parse(JSON.stringify(zero.object)).spec.terminationGracePeriodSeconds, 0);
});

test('check() names the field, the value and what is supported', () => {
  const { object } = pod.decode({
    spec: { restartPolicy: 'Sometimes', containers: [{ name: 'c', imagePullPolicy: 'maybe' }] },
  });
  assert.deepEqual(
    pod.check(object).map((e) => e.message),
    [
      'spec.containers[0].imagePullPolicy: Unsupported value: "maybe": supported values: "Always", "IfNotPresent", "Never"',
      'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    ],
  );
});

test('the options of meta/v1 are kinds of every group', () => {
  assert.deepEqual(codec('DeleteOptions', 'apps').decode({ gracePeriodSeconds: 0 }).object, { gracePeriodSeconds: 0 });
  assert.equal(codecOf({ group: 'example.com', version: 'v1', kind: 'Pod' }), undefined);
});
