/** A manifest that can be read, and is not valid. */
import {
  podsPath,
  configMapsPath,
  deploymentsPath,
  container,
  podOf,
  podWith,
  configMap,
  web,
  deployment,
} from './row.ts';
import type { Row } from './row.ts';

const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
  "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const configKey =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " +
  "regex used for validation is '[-._a-zA-Z0-9]+')";

export const invalid: Row[] = [
  {
    what: 'a name in capitals',
    path: podsPath,
    body: podOf({ containers: [container()] }, { name: 'Bad_Name' }),
    code: 422,
    reason: 'Invalid',
    message: `Pod "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${subdomain}`,
    fields: ['metadata.name'],
  },
  {
    what: 'no name',
    path: podsPath,
    body: podOf({ containers: [container()] }, { name: '' }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "" is invalid: metadata.name: Required value: name or generateName is required',
    fields: ['metadata.name'],
  },
  {
    what: 'a Namespace with a dot',
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } },
    code: 422,
    reason: 'Invalid',
    message: 'Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots',
    fields: ['metadata.name'],
  },
  {
    what: 'an invalid label',
    path: podsPath,
    body: podOf({ containers: [container()] }, { labels: { a: 'not a value' } }),
    code: 422,
    reason: 'Invalid',
    message: `Pod "bad" is invalid: metadata.labels: Invalid value: "not a value": ${labelValue}`,
    fields: ['metadata.labels'],
  },
  {
    what: 'annotations of more than 256 KiB',
    path: configMapsPath,
    code: 422,
    reason: 'Invalid',
    body: configMap('bad', { metadata: { name: 'bad', annotations: { a: 'x'.repeat(262_144) } } }),
    message: 'ConfigMap "bad" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
    fields: ['metadata.annotations'],
  },
  {
    what: 'no containers',
    path: podsPath,
    body: podOf({ containers: [] }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers: Required value',
    fields: ['spec.containers'],
  },
  {
    what: 'a container without an image',
    path: podsPath,
    body: podWith({ image: '' }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].image: Required value',
    fields: ['spec.containers[0].image'],
  },
  {
    what: 'a container name in capitals',
    path: podsPath,
    body: podWith({ name: 'Web' }),
    code: 422,
    reason: 'Invalid',
    message: `Pod "bad" is invalid: spec.containers[0].name: Invalid value: "Web": ${label}`,
    fields: ['spec.containers[0].name'],
  },
  {
    what: 'two containers of one name',
    path: podsPath,
    body: podOf({ containers: [container(), container()] }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[1].name: Duplicate value: "web"',
    fields: ['spec.containers[1].name'],
  },
  {
    what: 'a port out of range',
    path: podsPath,
    body: podWith({ ports: [{ containerPort: 70_000 }] }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    fields: ['spec.containers[0].ports[0].containerPort'],
  },
  {
    what: 'a port name given twice',
    path: podsPath,
    code: 422,
    reason: 'Invalid',
    body: podWith({
      ports: [
        { containerPort: 80, name: 'http' },
        { containerPort: 81, name: 'http' },
      ],
    }),
    message: 'Pod "bad" is invalid: spec.containers[0].ports[1].name: Duplicate value: "http"',
    fields: ['spec.containers[0].ports[1].name'],
  },
  {
    what: 'a host port given twice',
    path: podsPath,
    code: 422,
    reason: 'Invalid',
    body: podWith({
      ports: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 81, hostPort: 8080 },
      ],
    }),
    message: 'Pod "bad" is invalid: spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//8080"',
    fields: ['spec.containers[0].ports[1].hostPort'],
  },
  {
    what: 'an unknown protocol',
    path: podsPath,
    body: podWith({ ports: [{ containerPort: 80, protocol: 'ICMP' }] }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
    fields: ['spec.containers[0].ports[0].protocol'],
  },
  {
    what: 'an unknown restart policy',
    path: podsPath,
    body: podOf({ containers: [container()], restartPolicy: 'Sometimes' }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    fields: ['spec.restartPolicy'],
  },
  {
    what: 'an unknown pull policy',
    path: podsPath,
    body: podWith({ imagePullPolicy: 'Perhaps' }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: spec.containers[0].imagePullPolicy: Unsupported value: "Perhaps": supported values: "Always", "IfNotPresent", "Never"',
    fields: ['spec.containers[0].imagePullPolicy'],
  },
  {
    what: 'requests above limits',
    path: podsPath,
    body: podWith({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    fields: ['spec.containers[0].resources.requests'],
  },
  {
    what: "an environment variable with '=' in its name",
    path: podsPath,
    body: podWith({ env: [{ name: 'A=B', value: 'x' }] }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: spec.containers[0].env[0].name: Invalid value: "A=B": ' +
      "a valid environment variable name must consist only of printable ASCII characters other than '='",
    fields: ['spec.containers[0].env[0].name'],
  },
  {
    what: 'a mount of a volume that is not there',
    path: podsPath,
    body: podWith({ volumeMounts: [{ name: 'ghost', mountPath: '/data' }] }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "ghost"',
    fields: ['spec.containers[0].volumeMounts[0].name'],
  },
  {
    what: 'every mistake at once, each with its field',
    path: podsPath,
    body: podWith({ image: '', ports: [{ containerPort: 0 }], volumeMounts: [{ name: 'ghost', mountPath: '' }] }),
    code: 422,
    reason: 'Invalid',
    message:
      'Pod "bad" is invalid: [spec.containers[0].image: Required value, spec.containers[0].ports[0].containerPort: Required value, ' +
      'spec.containers[0].volumeMounts[0].name: Not found: "ghost", spec.containers[0].volumeMounts[0].mountPath: Required value]',
    fields: [
      'spec.containers[0].image',
      'spec.containers[0].ports[0].containerPort',
      'spec.containers[0].volumeMounts[0].name',
      'spec.containers[0].volumeMounts[0].mountPath',
    ],
  },
  {
    what: 'a ConfigMap key with a space',
    path: configMapsPath,
    body: configMap('bad', { data: { 'a b': '1' } }),
    code: 422,
    reason: 'Invalid',
    message: `ConfigMap "bad" is invalid: data[a b]: Invalid value: "a b": ${configKey}`,
    fields: ['data[a b]'],
  },
  {
    what: 'negative replicas',
    path: deploymentsPath,
    body: deployment('bad', { replicas: -1 }),
    code: 422,
    reason: 'Invalid',
    message: 'Deployment.apps "bad" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    fields: ['spec.replicas'],
  },
  {
    what: 'a selector that does not match the template',
    path: deploymentsPath,
    body: deployment('bad', {}, { app: 'other' }),
    code: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "bad" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"other"}: ' +
      '`selector` does not match template `labels`',
    fields: ['spec.template.metadata.labels'],
  },
  {
    what: 'a Deployment whose Pods end',
    path: deploymentsPath,
    code: 422,
    reason: 'Invalid',
    body: deployment('bad', {
      template: { metadata: { labels: web }, spec: { restartPolicy: 'Never', containers: [container()] } },
    }),
    message:
      'Deployment.apps "bad" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    fields: ['spec.template.spec.restartPolicy'],
  },
];
