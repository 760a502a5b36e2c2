import assert from 'node:assert/strict';
import test from 'node:test';
import type { KubeObject } from '../object.ts';
import { codecOf, DecodeError, schemaOf } from '../scheme.ts';
import { decodeProtobuf, encodeProtobuf, encodeWatchEvent, hasProtobuf, isProtobuf } from './protobuf.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Decoded from JSON, as the store would hold it. */
function object(apiVersion: string, kind: string, rest: object): KubeObject {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const codec = codecOf({ group: group ?? '', version: version ?? '', kind });
  assert.ok(codec);
  return codec.decode({ apiVersion, kind, ...rest }).object;
}

function roundTrip(given: KubeObject): KubeObject {
  const bytes = encodeProtobuf(given);
  assert.ok(bytes && isProtobuf(bytes));
  const { apiVersion, kind, ...rest } = decodeProtobuf(bytes);
  return object(apiVersion, kind, rest);
}

const configMap = object('v1', 'ConfigMap', { metadata: { name: 'a' }, data: { k: 'v' }, immutable: false });
const configMapHex = [
  '6b387300', // k8s\0
  '0a0f 0a027631 1209436f6e6669674d6170', // TypeMeta: v1, ConfigMap
  '121d', // raw
  '0a11 0a0161 12001a0022002a003200 3800 4200', // metadata: name, empty strings, generation, zero time
  '1206 0a016b 120176', // data
  '2000', // immutable
  '1a002200', // no encoding, no content type
]
  .join('')
  .replaceAll(' ', '');

test('encodeProtobuf() writes what upstream writes, zero values of plain fields included', () => {
  assert.equal(hexOf(encodeProtobuf(configMap)), configMapHex);
});

test('decodeProtobuf() reads it back', () => {
  const { apiVersion, kind, ...rest } = decodeProtobuf(bytesOf(configMapHex));
  assert.deepEqual(object(apiVersion, kind, rest), configMap);
});

const objects: [what: string, given: KubeObject][] = [
  [
    'a Pod with inlined structs, quantities, ports and times',
    object('v1', 'Pod', {
      metadata: {
        name: 'ü',
        creationTimestamp: '2025-01-31T08:00:00Z',
        labels: { b: '2', a: '1' },
        managedFields: [{ manager: 'm', fieldsV1: { 'f:spec': {} } }],
      },
      spec: {
        volumes: [
          { name: 'v', hostPath: { path: '/x', type: '' } },
          { name: 'e', emptyDir: { sizeLimit: '1Gi' } },
        ],
        containers: [
          {
            name: 'c',
            livenessProbe: { httpGet: { port: 'http' }, periodSeconds: 3 },
            readinessProbe: { tcpSocket: { port: 80 } },
            resources: { limits: { cpu: '500m', memory: '1Gi' } },
            env: [{ name: 'E', valueFrom: { configMapKeyRef: { name: 'x', key: 'k' } } }],
          },
        ],
        terminationGracePeriodSeconds: 0,
        securityContext: { supplementalGroups: [1, 0, 4294967296], runAsUser: -1 },
      },
    }),
  ],
  ['a Secret with bytes', object('v1', 'Secret', { data: { a: 'AP+A', empty: '' } })],
  [
    'a Lease with micro time',
    object('coordination.k8s.io/v1', 'Lease', {
      spec: { renewTime: '2025-01-31T08:00:00.000123Z', leaseTransitions: 0 },
    }),
  ],
  [
    'a time before 1970',
    object('v1', 'Pod', {
      metadata: { creationTimestamp: '1969-12-31T23:59:59Z' },
      spec: { containers: [{ name: 'c' }] },
    }),
  ],
  [
    'a review with a map of wrapped lists',
    object('authorization.k8s.io/v1', 'SubjectAccessReview', {
      spec: { extra: { scopes: ['a', 'b'], none: [] }, groups: ['g'] },
    }),
  ],
  [
    'a ControllerRevision with an opaque part',
    object('apps/v1', 'ControllerRevision', { data: { spec: { x: [1, null, 'ü'] } }, revision: 3 }),
  ],
  [
    'a Status',
    object('v1', 'Status', {
      status: 'Failure',
      code: 404,
      details: { name: 'x', causes: [{ reason: 'r', message: 'm' }] },
    }),
  ],
];
for (const [what, given] of objects) {
  test(`${what} survives a round trip through protobuf`, () => {
    assert.equal(JSON.stringify(roundTrip(given)), JSON.stringify(given));
  });
}

test('kinds without a protobuf form are told, not guessed', () => {
  const table = schemaOf({ group: 'meta.k8s.io', version: 'v1', kind: 'Table' });
  assert.ok(table && !hasProtobuf(table));
  assert.equal(encodeProtobuf({ apiVersion: 'meta.k8s.io/v1', kind: 'Table' }), undefined);
  assert.equal(encodeProtobuf({ apiVersion: 'example.com/v1', kind: 'Widget' }), undefined);
});

test('decodeProtobuf() refuses what is no object, or is cut off', () => {
  assert.throws(() => decodeProtobuf(bytesOf('7b7d')), {
    name: 'DecodeError',
    message: /^provided data does not appear to be a protobuf message/,
  });
  for (let length = 4; length < 40; length += 5) {
    assert.throws(() => decodeProtobuf(bytesOf(configMapHex).subarray(0, length)), DecodeError);
  }
});

test('encodeWatchEvent() frames an event around the bytes of its object', () => {
  const frame = encodeWatchEvent('ADDED', bytesOf('6b387300'));
  assert.equal(hexOf(frame), `0000000f0a05${hexOf(Buffer.from('ADDED'))}12060a046b387300`);
});
