import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../../../../api/core/v1.ts';
import { codecOf } from '../../../../machinery/scheme.ts';
import { setPodDefaults } from '../defaults.ts';
import { unsupportedFieldWarnings } from '../unsupportedFields.ts';
import { validatePodCreate } from './podSpec.ts';
import { validatePodUpdate } from './podUpdate.ts';

/** As the API server sees it when it validates: decoded and defaulted. */
function podOf(spec: object): Pod {
  const codec = codecOf({ group: '', version: 'v1', kind: 'Pod' });
  assert.ok(codec);
  const pod = codec.decode({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }).object as Pod;
  codec.applyDefaults(pod);
  setPodDefaults(pod);
  return pod;
}

const complaints = (spec: object): string[] => validatePodCreate(podOf(spec)).map((error) => error.message);
const withContainer = (fields: object, more: object = {}): object => ({
  containers: [{ name: 'c', image: 'i:1', ...fields }],
  ...more,
});
const label1123 =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
  "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

const wrong: readonly [string, object, string[]][] = [
  ['no containers', { containers: [] }, ['spec.containers: Required value']],
  ['no image', withContainer({ image: '' }), ['spec.containers[0].image: Required value']],
  [
    'an image with blanks',
    withContainer({ image: ' i' }),
    ['spec.containers[0].image: Invalid value: " i": must not have leading or trailing whitespace'],
  ],
  ['a bad name', withContainer({ name: 'C_1' }), [`spec.containers[0].name: Invalid value: "C_1": ${label1123}`]],
  [
    'two containers of one name',
    {
      containers: [
        { name: 'c', image: 'i' },
        { name: 'c', image: 'i' },
      ],
    },
    ['spec.containers[1].name: Duplicate value: "c"'],
  ],
  [
    'a port out of range',
    withContainer({ ports: [{ containerPort: 70000 }] }),
    ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
  ],
  [
    'no port',
    withContainer({ ports: [{ name: 'http' }] }),
    ['spec.containers[0].ports[0].containerPort: Required value'],
  ],
  [
    'two ports of one name',
    withContainer({
      ports: [
        { name: 'http', containerPort: 1 },
        { name: 'http', containerPort: 2 },
      ],
    }),
    ['spec.containers[0].ports[1].name: Duplicate value: "http"'],
  ],
  [
    'one host port twice',
    withContainer({
      ports: [
        { containerPort: 1, hostPort: 80 },
        { containerPort: 2, hostPort: 80 },
      ],
    }),
    ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
  ],
  [
    'another host port in the host network',
    withContainer({ ports: [{ containerPort: 1, hostPort: 80 }] }, { hostNetwork: true }),
    ['spec.containers[0].ports[0].containerPort: Invalid value: 1: must match `hostPort` when `hostNetwork` is true'],
  ],
  [
    'a variable without name',
    withContainer({ env: [{ name: '', value: 'x' }] }),
    ['spec.containers[0].env[0].name: Required value'],
  ],
  [
    'a variable with value and source',
    withContainer({ env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
    ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
  ],
  [
    'a variable from a field that is none',
    withContainer({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }),
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", ' +
        '"metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
    ],
  ],
  [
    'an empty envFrom',
    withContainer({ envFrom: [{}] }),
    ['spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
  ],
  [
    'a mount of no volume',
    withContainer({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
    ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
  ],
  [
    'two mounts in one place',
    withContainer(
      {
        volumeMounts: [
          { name: 'v', mountPath: '/v' },
          { name: 'v', mountPath: '/v' },
        ],
      },
      { volumes: [{ name: 'v' }] },
    ),
    ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/v": must be unique'],
  ],
  [
    'a sub-path that leaves the volume',
    withContainer({ volumeMounts: [{ name: 'v', mountPath: '/v', subPath: '../x' }] }, { volumes: [{ name: 'v' }] }),
    ['spec.containers[0].volumeMounts[0].subPath: Invalid value: "../x": must not contain \'..\''],
  ],
  [
    'a volume of two kinds',
    withContainer({}, { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] }),
    ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'a ConfigMap volume without name',
    withContainer({}, { volumes: [{ name: 'v', configMap: {} }] }),
    ['spec.volumes[0].configMap.name: Required value'],
  ],
  [
    'a mode out of range',
    withContainer({}, { volumes: [{ name: 'v', secret: { secretName: 's', defaultMode: 777 } }] }),
    [
      'spec.volumes[0].secret.defaultMode: Invalid value: 777: must be a number between 0 and 0777 (octal), both inclusive',
    ],
  ],
  [
    'a request above its limit',
    withContainer({ resources: { requests: { cpu: '2' }, limits: { cpu: '500m' } } }),
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 500m'],
  ],
  [
    'a negative amount',
    withContainer({ resources: { requests: { memory: '-1' } } }),
    ['spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0'],
  ],
  [
    'an unknown resource',
    withContainer({ resources: { requests: { speed: '1' } } }),
    [
      'spec.containers[0].resources.requests[speed]: Invalid value: "speed": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[speed]: Invalid value: "speed": must be a standard resource for containers',
    ],
  ],
  [
    'an extended resource without limit',
    withContainer({ resources: { requests: { 'example.com/gpu': '1' } } }),
    ['spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources'],
  ],
  [
    'a probe without handler',
    withContainer({ livenessProbe: {} }),
    ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
  ],
  [
    'a liveness probe that needs two successes',
    withContainer({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
    ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'a probe of an odd port',
    withContainer({ readinessProbe: { httpGet: { port: 'a-port-with-a-long-name' } } }),
    [
      'spec.containers[0].readinessProbe.httpGet.port: Invalid value: "a-port-with-a-long-name": must be no more than 15 characters',
    ],
  ],
  [
    'a probe of an init container',
    withContainer({}, { initContainers: [{ name: 'i', image: 'i', livenessProbe: { tcpSocket: { port: 1 } } }] }),
    [
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  ],
  [
    'a restart policy of a primary container',
    withContainer({ restartPolicy: 'Always' }),
    ['spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers'],
  ],
  [
    'a toleration without key',
    withContainer({}, { tolerations: [{ effect: 'NoSchedule' }] }),
    [
      'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  ],
  [
    'seconds for the wrong effect',
    withContainer({}, { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 1 }] }),
    [
      'spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
    ],
  ],
  [
    'an empty node selector term list',
    withContainer(
      {},
      {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
      },
    ),
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  ],
  [
    'a user below zero',
    withContainer({ securityContext: { runAsUser: -1 } }),
    ['spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
  ],
  [
    'a Localhost profile without name',
    withContainer({}, { securityContext: { seccompProfile: { type: 'Localhost' } } }),
    [
      'spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
    ],
  ],
  [
    'a host name with dots',
    withContainer({}, { hostname: 'a.b' }),
    ['spec.hostname: Invalid value: "a.b": must not contain dots'],
  ],
  [
    'no name server for policy None',
    withContainer({}, { dnsPolicy: 'None', dnsConfig: {} }),
    ['spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None'],
  ],
  [
    'a deadline of nothing',
    withContainer({}, { activeDeadlineSeconds: 0 }),
    ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
  ],
  [
    'ephemeral containers',
    withContainer({}, { ephemeralContainers: [{ name: 'e', image: 'i' }] }),
    ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
  ],
  [
    'Windows options for Linux',
    withContainer({}, { os: { name: 'linux' }, securityContext: { windowsOptions: { runAsUserName: 'x' } } }),
    ['spec.securityContext.windowsOptions: Forbidden: cannot be set for a linux pod'],
  ],
];
for (const [what, spec, expected] of wrong) {
  test(`a Pod with ${what} is refused`, () => assert.deepEqual(complaints(spec), expected));
}

test('a Pod with everything in order is accepted', () => {
  assert.deepEqual(
    complaints({
      initContainers: [
        { name: 'init', image: 'busybox' },
        { name: 'sidecar', image: 'busybox', restartPolicy: 'Always', livenessProbe: { exec: { command: ['true'] } } },
      ],
      containers: [
        {
          name: 'main',
          image: 'registry.example/app@sha256:0123',
          command: ['/app'],
          ports: [{ name: 'http', containerPort: 80, hostPort: 8080 }],
          env: [
            { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
          ],
          envFrom: [{ prefix: 'X_', secretRef: { name: 's', optional: true } }],
          resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
          volumeMounts: [
            { name: 'data', mountPath: '/data', subPath: 'a/b' },
            { name: 'info', mountPath: '/info', readOnly: true },
          ],
          livenessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'X-Probe', value: '1' }] } },
          lifecycle: { preStop: { sleep: { seconds: 1 } } },
          securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
      volumes: [
        { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
        {
          name: 'info',
          projected: {
            sources: [
              { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
              { serviceAccountToken: { path: 'token', expirationSeconds: 600 } },
              { configMap: { name: 'c', items: [{ key: 'k', path: 'k', mode: 0o600 }] } },
            ],
          },
        },
      ],
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['x'] }],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { a: 'b' } },
        },
      ],
    }),
    [],
  );
});

test('defaults follow the image, the limits and the network', () => {
  const pod = podOf({
    hostNetwork: true,
    volumes: [{ name: 'v' }],
    serviceAccount: 'builder',
    containers: [
      {
        name: 'a',
        image: 'nginx',
        resources: { limits: { cpu: '1', memory: '1024Mi' }, requests: { cpu: '0.5' } },
        ports: [{ containerPort: 80 }],
      },
      { name: 'b', image: 'registry:5000/nginx:1.27' },
      { name: 'c', image: 'nginx:latest' },
      { name: 'd', image: 'nginx@sha256:0123' },
    ],
  });
  assert.deepEqual(
    pod.spec?.containers.map((container) => container.imagePullPolicy),
    ['Always', 'IfNotPresent', 'Always', 'IfNotPresent'],
  );
  assert.deepEqual(pod.spec?.containers[0]?.resources, {
    limits: { cpu: '1', memory: '1Gi' },
    requests: { cpu: '500m', memory: '1Gi' },
  });
  assert.equal(pod.spec?.containers[0]?.ports?.[0]?.hostPort, 80);
  assert.deepEqual(pod.spec?.volumes, [{ name: 'v', emptyDir: {} }]);
  assert.equal(pod.spec?.serviceAccountName, 'builder');
});

const fixed =
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` ' +
  '(allow it to be set to 1 if it was previously negative)\n';
const updates: readonly [string, (pod: Pod) => void, string[]][] = [
  ['a new image', (pod) => Object.assign(pod.spec?.containers[0] ?? {}, { image: 'i:2' }), []],
  ['one more toleration', (pod) => pod.spec?.tolerations?.push({ key: 'b', operator: 'Exists' }), []],
  ['a shorter deadline', (pod) => Object.assign(pod.spec ?? {}, { activeDeadlineSeconds: 50 }), []],
  [
    'a longer deadline',
    (pod) => Object.assign(pod.spec ?? {}, { activeDeadlineSeconds: 500 }),
    ['spec.activeDeadlineSeconds: Invalid value: 500: must be less than or equal to previous value'],
  ],
  [
    'one toleration less',
    (pod) => Object.assign(pod.spec ?? {}, { tolerations: [] }),
    ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
  ],
  [
    'another command',
    (pod) => Object.assign(pod.spec?.containers[0] ?? {}, { command: ['x'] }),
    [`${fixed}+ spec.containers[0].command: ["x"]`],
  ],
  [
    'another node',
    (pod) => Object.assign(pod.spec ?? {}, { nodeName: 'n2' }),
    [`${fixed}- spec.nodeName: "n1"\n+ spec.nodeName: "n2"`],
  ],
  [
    'one container more',
    (pod) => pod.spec?.containers.push({ ...pod.spec.containers[0], name: 'd' }),
    ['spec.containers: Forbidden: pod updates may not add or remove containers'],
  ],
];
for (const [what, change, expected] of updates) {
  test(`an update of a Pod to ${what} is ${expected.length ? 'refused' : 'accepted'}`, () => {
    const old = podOf(
      withContainer(
        {},
        { nodeName: 'n1', activeDeadlineSeconds: 100, tolerations: [{ key: 'a', operator: 'Exists' }] },
      ),
    );
    const pod = structuredClone(old);
    change(pod);
    assert.deepEqual(
      validatePodUpdate(pod, old).map((error) => error.message),
      expected,
    );
  });
}

test('affinity between Pods and spreading are honoured, and not warned of', () => {
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'a' } } };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
  const { spec } = podOf(
    withContainer(
      {},
      {
        affinity: { podAffinity: required, podAntiAffinity: required },
        topologySpreadConstraints: [{ ...term, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
      },
    ),
  );
  assert.deepEqual(unsupportedFieldWarnings(spec, 'spec'), []);
});

test('fields that nothing honours yet are named in warnings', () => {
  const { spec } = podOf(
    withContainer(
      {},
      { hostUsers: false, affinity: { podAffinity: {} }, volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }] },
    ),
  );
  assert.deepEqual(unsupportedFieldWarnings(spec, 'spec'), [
    'spec.hostUsers: not supported by this version of Peapod: its nodes make no user namespaces yet',
    'spec.volumes[0].nfs: not supported by this version of Peapod: the Pod will not start',
  ]);
});
