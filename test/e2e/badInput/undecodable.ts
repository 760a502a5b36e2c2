/** A body that cannot be read as the kind of its path. */
import {
  podsPath,
  configMapsPath,
  deploymentsPath,
  strict,
  container,
  podOf,
  podWith,
  configMap,
  deployment,
} from './row.ts';
import type { Row } from './row.ts';

export const undecodable: Row[] = [
  {
    what: 'an unknown field',
    path: strict,
    body: podOf({ containers: [container()], restartpolicy: 'Never' }),
    code: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.restartpolicy"',
  },
  {
    what: 'two unknown fields, both named',
    path: strict,
    body: podOf({ containers: [container({ img: 'x' })], colour: 'red' }),
    code: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].img", unknown field "spec.colour"',
  },
  {
    what: 'a field given twice',
    path: strict,
    body: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad"},"spec":{"restartPolicy":"Never","restartPolicy":"Always","containers":[{"name":"a","image":"b"}]}}',
    code: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: duplicate field "spec.restartPolicy"',
  },
  {
    what: 'a field given twice in YAML',
    path: strict,
    type: 'application/yaml',
    body: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: bad\n  name: worse\nspec:\n  containers:\n  - name: a\n    image: b\n',
    code: 400,
    reason: 'BadRequest',
    message:
      /^Pod in version "v1" cannot be handled as a Pod: strict decoding error: yaml: unmarshal errors:\n {2}line 5: key "name" already set in map$/,
  },
  {
    what: 'a list that is a string',
    path: podsPath,
    body: podOf({ containers: 'nginx' }),
    code: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
  },
  {
    what: 'a number that is a string',
    path: deploymentsPath,
    body: deployment('bad', { replicas: 'three' }),
    code: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    what: 'a label that is a number',
    path: podsPath,
    body: podOf({ containers: [container()] }, { labels: { a: 1 } }),
    code: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  },
  {
    what: 'a quantity that is none',
    path: podsPath,
    body: podWith({ resources: { limits: { cpu: 'lots' } } }),
    code: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression ' +
      "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  },
  {
    what: 'a Secret that is not base64',
    path: '/api/v1/namespaces/default/secrets',
    body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bad' }, data: { a: 'abc!' } },
    code: 400,
    reason: 'BadRequest',
    message: 'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
  },
  {
    what: 'broken JSON',
    path: podsPath,
    body: '{"kind":"Pod",',
    code: 400,
    reason: 'BadRequest',
    message:
      'the object provided is unrecognized (must be of type Pod): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"kind":"Pod",)',
  },
  {
    what: 'broken YAML',
    path: podsPath,
    type: 'application/yaml',
    body: 'kind: Pod\n  apiVersion: [v1\n',
    code: 400,
    reason: 'BadRequest',
    message:
      /^the object provided is unrecognized \(must be of type Pod\): yaml: .+ \(6b696e643a20506f640a202061706956657273696f6e3a205b76310a\)$/s,
  },
  {
    what: 'an empty body',
    path: podsPath,
    body: '',
    code: 400,
    reason: 'BadRequest',
    message:
      "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
  },
  {
    what: 'an unknown kind',
    path: podsPath,
    body: { apiVersion: 'v1', kind: 'Pot', metadata: { name: 'bad' } },
    code: 400,
    reason: 'BadRequest',
    message:
      /^Pot in version "v1" cannot be handled as a Pod: no kind "Pot" is registered for version "v1" in scheme "/,
  },
  {
    what: 'an unknown version',
    path: podsPath,
    body: { ...podWith({}), apiVersion: 'v7' },
    code: 400,
    reason: 'BadRequest',
    message:
      /^Pod in version "v7" cannot be handled as a Pod: no kind "Pod" is registered for version "v7" in scheme "/,
  },
  {
    what: 'another kind than the path says',
    path: podsPath,
    body: deployment('bad'),
    code: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Pod: converting (v1.Deployment) to (core.Pod): unknown conversion',
  },
  {
    what: 'a body of 5 MB',
    path: configMapsPath,
    body: configMap('bad', { data: { a: 'x'.repeat(5_000_000) } }),
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: 'Request entity too large: limit is 3145728',
  },
];
