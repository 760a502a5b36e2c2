/** Wrong manifests and requests, and what upstream v1.33 answers to each: status code, reason, message, fields. */

export interface Row {
  /** A sentence after "refuses …". */
  readonly what: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Sent as JSON unless it is a string. */
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  /** Default: the administrator's certificate. */
  readonly as?: 'nobody' | 'a liar' | 'a service account';
  readonly code: number;
  readonly reason: string;
  readonly message: string | RegExp;
  /** The `field` of each of the Status's causes. */
  readonly fields?: readonly string[];
}

export const podsPath = '/api/v1/namespaces/default/pods';
export const configMapsPath = '/api/v1/namespaces/default/configmaps';
export const deploymentsPath = '/apis/apps/v1/namespaces/default/deployments';
const strict = `${podsPath}?fieldValidation=Strict`;

const container = (change: object = {}): object => ({ name: 'web', image: 'nginx', ...change });
const podOf = (spec: object, metadata: object = {}): object =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bad', ...metadata }, spec });
const podWith = (change: object): object => podOf({ containers: [container(change)] });
export const configMap = (name: string, change: object = {}): object =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' }, ...change });
const web = { app: 'web' };
export const deployment = (name: string, spec: object = {}, labels: object = web): object => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
  spec: { replicas: 0, selector: { matchLabels: web }, template: { metadata: { labels }, spec: { containers: [container()] } }, ...spec },
});

const subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
  "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const labelValue = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const configKey = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " +
  "regex used for validation is '[-._a-zA-Z0-9]+')";

/** A body that cannot be read as the kind of its path. */
const undecodable: Row[] = [
  {
    what: 'an unknown field', path: strict, body: podOf({ containers: [container()], restartpolicy: 'Never' }),
    code: 400, reason: 'BadRequest', message: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.restartpolicy"',
  },
  {
    what: 'two unknown fields, both named', path: strict, body: podOf({ containers: [container({ img: 'x' })], colour: 'red' }),
    code: 400, reason: 'BadRequest',
    message: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].img", unknown field "spec.colour"',
  },
  {
    what: 'a field given twice', path: strict,
    body: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad"},"spec":{"restartPolicy":"Never","restartPolicy":"Always","containers":[{"name":"a","image":"b"}]}}',
    code: 400, reason: 'BadRequest', message: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: duplicate field "spec.restartPolicy"',
  },
  {
    what: 'a field given twice in YAML', path: strict, type: 'application/yaml',
    body: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: bad\n  name: worse\nspec:\n  containers:\n  - name: a\n    image: b\n',
    code: 400, reason: 'BadRequest', message: /^Pod in version "v1" cannot be handled as a Pod: strict decoding error: yaml: unmarshal errors:\n {2}line 5: key "name" already set in map$/,
  },
  {
    what: 'a list that is a string', path: podsPath, body: podOf({ containers: 'nginx' }), code: 400, reason: 'BadRequest',
    message: 'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
  },
  {
    what: 'a number that is a string', path: deploymentsPath, body: deployment('bad', { replicas: 'three' }), code: 400, reason: 'BadRequest',
    message: 'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    what: 'a label that is a number', path: podsPath, body: podOf({ containers: [container()] }, { labels: { a: 1 } }), code: 400, reason: 'BadRequest',
    message: 'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  },
  {
    what: 'a quantity that is none', path: podsPath, body: podWith({ resources: { limits: { cpu: 'lots' } } }), code: 400, reason: 'BadRequest',
    message: 'Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression ' +
      "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  },
  {
    what: 'a Secret that is not base64', path: '/api/v1/namespaces/default/secrets',
    body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bad' }, data: { a: 'abc!' } }, code: 400, reason: 'BadRequest',
    message: 'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
  },
  {
    what: 'broken JSON', path: podsPath, body: '{"kind":"Pod",', code: 400, reason: 'BadRequest',
    message: "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input ({\"kind\":\"Pod\",)",
  },
  {
    what: 'broken YAML', path: podsPath, type: 'application/yaml', body: 'kind: Pod\n  apiVersion: [v1\n', code: 400, reason: 'BadRequest',
    message: /^the object provided is unrecognized \(must be of type Pod\): yaml: .+ \(6b696e643a20506f640a202061706956657273696f6e3a205b76310a\)$/s,
  },
  {
    what: 'an empty body', path: podsPath, body: '', code: 400, reason: 'BadRequest',
    message: "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
  },
  {
    what: 'an unknown kind', path: podsPath, body: { apiVersion: 'v1', kind: 'Pot', metadata: { name: 'bad' } }, code: 400, reason: 'BadRequest',
    message: /^Pot in version "v1" cannot be handled as a Pod: no kind "Pot" is registered for version "v1" in scheme "/,
  },
  {
    what: 'an unknown version', path: podsPath, body: { ...podWith({}), apiVersion: 'v7' }, code: 400, reason: 'BadRequest',
    message: /^Pod in version "v7" cannot be handled as a Pod: no kind "Pod" is registered for version "v7" in scheme "/,
  },
  {
    what: 'another kind than the path says', path: podsPath, body: deployment('bad'), code: 400, reason: 'BadRequest',
    message: 'Deployment in version "v1" cannot be handled as a Pod: converting (v1.Deployment) to (core.Pod): unknown conversion',
  },
  {
    what: 'a body of 5 MB', path: configMapsPath, body: configMap('bad', { data: { a: 'x'.repeat(5_000_000) } }),
    code: 413, reason: 'RequestEntityTooLarge', message: 'Request entity too large: limit is 3145728',
  },
];

/** A manifest that can be read, and is not valid. */
const invalid: Row[] = [
  {
    what: 'a name in capitals', path: podsPath, body: podOf({ containers: [container()] }, { name: 'Bad_Name' }), code: 422, reason: 'Invalid',
    message: `Pod "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${subdomain}`, fields: ['metadata.name'],
  },
  {
    what: 'no name', path: podsPath, body: podOf({ containers: [container()] }, { name: '' }), code: 422, reason: 'Invalid',
    message: 'Pod "" is invalid: metadata.name: Required value: name or generateName is required', fields: ['metadata.name'],
  },
  {
    what: 'a Namespace with a dot', path: '/api/v1/namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } },
    code: 422, reason: 'Invalid', message: 'Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots', fields: ['metadata.name'],
  },
  {
    what: 'an invalid label', path: podsPath, body: podOf({ containers: [container()] }, { labels: { a: 'not a value' } }), code: 422, reason: 'Invalid',
    message: `Pod "bad" is invalid: metadata.labels: Invalid value: "not a value": ${labelValue}`, fields: ['metadata.labels'],
  },
  {
    what: 'annotations of more than 256 KiB', path: configMapsPath, code: 422, reason: 'Invalid',
    body: configMap('bad', { metadata: { name: 'bad', annotations: { a: 'x'.repeat(262_144) } } }),
    message: 'ConfigMap "bad" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes', fields: ['metadata.annotations'],
  },
  {
    what: 'no containers', path: podsPath, body: podOf({ containers: [] }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers: Required value', fields: ['spec.containers'],
  },
  {
    what: 'a container without an image', path: podsPath, body: podWith({ image: '' }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].image: Required value', fields: ['spec.containers[0].image'],
  },
  {
    what: 'a container name in capitals', path: podsPath, body: podWith({ name: 'Web' }), code: 422, reason: 'Invalid',
    message: `Pod "bad" is invalid: spec.containers[0].name: Invalid value: "Web": ${label}`, fields: ['spec.containers[0].name'],
  },
  {
    what: 'two containers of one name', path: podsPath, body: podOf({ containers: [container(), container()] }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[1].name: Duplicate value: "web"', fields: ['spec.containers[1].name'],
  },
  {
    what: 'a port out of range', path: podsPath, body: podWith({ ports: [{ containerPort: 70_000 }] }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    fields: ['spec.containers[0].ports[0].containerPort'],
  },
  {
    what: 'a port name given twice', path: podsPath, code: 422, reason: 'Invalid',
    body: podWith({ ports: [{ containerPort: 80, name: 'http' }, { containerPort: 81, name: 'http' }] }),
    message: 'Pod "bad" is invalid: spec.containers[0].ports[1].name: Duplicate value: "http"', fields: ['spec.containers[0].ports[1].name'],
  },
  {
    what: 'a host port given twice', path: podsPath, code: 422, reason: 'Invalid',
    body: podWith({ ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81, hostPort: 8080 }] }),
    message: 'Pod "bad" is invalid: spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//8080"', fields: ['spec.containers[0].ports[1].hostPort'],
  },
  {
    what: 'an unknown protocol', path: podsPath, body: podWith({ ports: [{ containerPort: 80, protocol: 'ICMP' }] }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
    fields: ['spec.containers[0].ports[0].protocol'],
  },
  {
    what: 'an unknown restart policy', path: podsPath, body: podOf({ containers: [container()], restartPolicy: 'Sometimes' }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    fields: ['spec.restartPolicy'],
  },
  {
    what: 'an unknown pull policy', path: podsPath, body: podWith({ imagePullPolicy: 'Perhaps' }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].imagePullPolicy: Unsupported value: "Perhaps": supported values: "Always", "IfNotPresent", "Never"',
    fields: ['spec.containers[0].imagePullPolicy'],
  },
  {
    what: 'requests above limits', path: podsPath, body: podWith({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    fields: ['spec.containers[0].resources.requests'],
  },
  {
    what: "an environment variable with '=' in its name", path: podsPath, body: podWith({ env: [{ name: 'A=B', value: 'x' }] }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: spec.containers[0].env[0].name: Invalid value: "A=B": ' +
      "a valid environment variable name must consist only of printable ASCII characters other than '='",
    fields: ['spec.containers[0].env[0].name'],
  },
  {
    what: 'a mount of a volume that is not there', path: podsPath, body: podWith({ volumeMounts: [{ name: 'ghost', mountPath: '/data' }] }),
    code: 422, reason: 'Invalid', message: 'Pod "bad" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "ghost"',
    fields: ['spec.containers[0].volumeMounts[0].name'],
  },
  {
    what: 'every mistake at once, each with its field', path: podsPath,
    body: podWith({ image: '', ports: [{ containerPort: 0 }], volumeMounts: [{ name: 'ghost', mountPath: '' }] }), code: 422, reason: 'Invalid',
    message: 'Pod "bad" is invalid: [spec.containers[0].image: Required value, spec.containers[0].ports[0].containerPort: Required value, ' +
      'spec.containers[0].volumeMounts[0].name: Not found: "ghost", spec.containers[0].volumeMounts[0].mountPath: Required value]',
    fields: [
      'spec.containers[0].image', 'spec.containers[0].ports[0].containerPort', 'spec.containers[0].volumeMounts[0].name',
      'spec.containers[0].volumeMounts[0].mountPath',
    ],
  },
  {
    what: 'a ConfigMap key with a space', path: configMapsPath, body: configMap('bad', { data: { 'a b': '1' } }), code: 422, reason: 'Invalid',
    message: `ConfigMap "bad" is invalid: data[a b]: Invalid value: "a b": ${configKey}`, fields: ['data[a b]'],
  },
  {
    what: 'negative replicas', path: deploymentsPath, body: deployment('bad', { replicas: -1 }), code: 422, reason: 'Invalid',
    message: 'Deployment.apps "bad" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0', fields: ['spec.replicas'],
  },
  {
    what: 'a selector that does not match the template', path: deploymentsPath, body: deployment('bad', {}, { app: 'other' }), code: 422, reason: 'Invalid',
    message: 'Deployment.apps "bad" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"other"}: ' +
      '`selector` does not match template `labels`',
    fields: ['spec.template.metadata.labels'],
  },
  {
    what: 'a Deployment whose Pods end', path: deploymentsPath, code: 422, reason: 'Invalid',
    body: deployment('bad', { template: { metadata: { labels: web }, spec: { restartPolicy: 'Never', containers: [container()] } } }),
    message: 'Deployment.apps "bad" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    fields: ['spec.template.spec.restartPolicy'],
  },
];

/** A change that may not be made to `kept` (ConfigMap, Deployment, Pod), which are there. */
const changes = (uid: string): Row[] => [
  {
    what: 'a name that is taken', path: configMapsPath, body: configMap('kept'), code: 409, reason: 'AlreadyExists', message: 'configmaps "kept" already exists',
  },
  {
    what: 'an update of a stale revision', method: 'PUT', path: `${configMapsPath}/kept`, code: 409, reason: 'Conflict',
    body: configMap('kept', { metadata: { name: 'kept', resourceVersion: '1' }, data: { a: '2' } }),
    message: 'Operation cannot be fulfilled on configmaps "kept": the object has been modified; please apply your changes to the latest version and try again',
  },
  {
    what: 'an update under another name', method: 'PUT', path: `${configMapsPath}/kept`, body: configMap('other'), code: 400, reason: 'BadRequest',
    message: 'the name of the object (other) does not match the name on the URL (kept)',
  },
  {
    what: "a change of a Deployment's selector", method: 'PUT', path: `${deploymentsPath}/kept`, code: 422, reason: 'Invalid',
    body: deployment('kept', { selector: { matchLabels: { app: 'other' } } }, { app: 'other' }),
    message: 'Deployment.apps "kept" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"other"}, ' +
      'MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    fields: ['spec.selector'],
  },
  {
    what: "a change of a Pod's host name", method: 'PATCH', path: `${podsPath}/kept`, type: 'application/merge-patch+json', body: { spec: { hostname: 'other' } },
    code: 422, reason: 'Invalid', fields: ['spec'],
    message: new RegExp('^Pod "kept" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\\.containers\\[\\*\\]\\.image`,' +
      '`spec\\.initContainers\\[\\*\\]\\.image`,`spec\\.activeDeadlineSeconds`,`spec\\.tolerations` \\(only additions to existing tolerations\\),' +
      '`spec\\.terminationGracePeriodSeconds` \\(allow it to be set to 1 if it was previously negative\\)\n'),
  },
  {
    what: 'a JSON patch whose test fails', method: 'PATCH', path: `${configMapsPath}/kept`, type: 'application/json-patch+json',
    body: [{ op: 'test', path: '/data/a', value: 'other' }, { op: 'replace', path: '/data/a', value: '2' }],
    code: 422, reason: 'Invalid', message: 'the server rejected our request due to an error in our request',
  },
  {
    what: 'a JSON patch that is an object', method: 'PATCH', path: `${configMapsPath}/kept`, type: 'application/json-patch+json', body: { data: {} },
    code: 400, reason: 'BadRequest', message: 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
  },
  {
    what: 'a merge patch to another type', method: 'PATCH', path: `${deploymentsPath}/kept`, type: 'application/merge-patch+json',
    body: { spec: { replicas: 'many' } }, code: 422, reason: 'Invalid', fields: ['patch'],
    message: /^ "" is invalid: patch: Invalid value: "\{.*\}": json: cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32$/s,
  },
  {
    what: 'a strategic merge patch to another type', method: 'PATCH', path: `${deploymentsPath}/kept`, type: 'application/strategic-merge-patch+json',
    body: { spec: { replicas: 'many' } }, code: 422, reason: 'Invalid', fields: ['patch'],
    message: ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:many]]": unrecognized type: int32',
  },
  {
    what: 'a patch of an unknown media type', method: 'PATCH', path: `${configMapsPath}/kept`, type: 'application/json', body: { data: { a: '2' } },
    code: 415, reason: 'UnsupportedMediaType',
    message: /^the body of the request was in an unknown format - accepted media types include: application\/json-patch\+json, application\/merge-patch\+json, application\/strategic-merge-patch\+json/,
  },
  {
    what: 'a patch of what is not there', method: 'PATCH', path: `${configMapsPath}/ghost`, type: 'application/merge-patch+json', body: { data: { a: '2' } },
    code: 404, reason: 'NotFound', message: 'configmaps "ghost" not found',
  },
  {
    what: 'a deletion of another uid', method: 'DELETE', path: `${configMapsPath}/kept`,
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'other' } }, code: 409, reason: 'Conflict',
    message: `Operation cannot be fulfilled on ConfigMap "kept": the UID in the precondition (other) does not match the UID in record (${uid}). ` +
      'The object might have been deleted and then recreated',
  },
  {
    what: 'an unknown propagation policy', method: 'DELETE', path: `${configMapsPath}/kept?propagationPolicy=Sideways`, code: 422, reason: 'Invalid',
    message: 'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    fields: ['propagationPolicy'],
  },
  {
    what: 'a deletion of what is not there', method: 'DELETE', path: `${podsPath}/ghost`, code: 404, reason: 'NotFound', message: 'pods "ghost" not found',
  },
  {
    what: 'a deletion of the namespace default', method: 'DELETE', path: '/api/v1/namespaces/default', code: 403, reason: 'Forbidden',
    message: 'namespaces "default" is forbidden: this namespace may not be deleted',
  },
  {
    what: 'a command in a Pod that has no node', path: `${podsPath}/kept/exec?command=ls&stdout=true`, code: 400, reason: 'BadRequest',
    message: 'pod kept does not have a host assigned',
  },
  {
    what: 'the log of a container that is not there', path: `${podsPath}/kept/log?container=ghost`, method: 'GET', code: 400, reason: 'BadRequest',
    message: 'container ghost is not valid for pod kept',
  },
];

/** A request that is wrong whatever the object. */
const requests: Row[] = [
  {
    what: 'a namespace other than the path says', path: podsPath, body: podOf({ containers: [container()] }, { namespace: 'kube-system' }),
    code: 400, reason: 'BadRequest', message: 'the namespace of the provided object does not match the namespace sent on the request',
  },
  {
    what: 'a create in a namespace that is not there', path: '/api/v1/namespaces/ghost/configmaps', body: configMap('bad'),
    code: 404, reason: 'NotFound', message: 'namespaces "ghost" not found',
  },
  {
    what: 'a service account that is not there', path: podsPath, body: podOf({ containers: [container()], serviceAccountName: 'ghost' }),
    code: 403, reason: 'Forbidden', message: 'pods "bad" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
  },
  {
    what: 'an unknown value of dryRun', path: `${configMapsPath}?dryRun=Sometimes`, body: configMap('bad'), code: 422, reason: 'Invalid',
    message: 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: []string{"Sometimes"}: supported values: "All"', fields: ['dryRun'],
  },
  {
    what: 'an unknown value of fieldValidation', path: `${configMapsPath}?fieldValidation=Perhaps`, body: configMap('bad'), code: 422, reason: 'Invalid',
    message: 'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Perhaps": supported values: "", "Ignore", "Strict", "Warn"',
    fields: ['fieldValidation'],
  },
  {
    what: 'a media type that it does not read', path: configMapsPath, type: 'text/plain', body: 'hello', code: 415, reason: 'UnsupportedMediaType',
    message: /^the body of the request was in an unknown format - accepted media types include: application\/json, application\/yaml/,
  },
  {
    what: 'a media type that it does not write', method: 'GET', path: podsPath, accept: 'text/html', code: 406, reason: 'NotAcceptable',
    message: /^only the following media types are accepted: application\/json, application\/yaml/,
  },
  {
    what: 'a method that the path does not have', method: 'PATCH', path: podsPath, type: 'application/merge-patch+json', body: {},
    code: 405, reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource',
  },
  {
    what: 'an unknown resource', method: 'GET', path: '/api/v1/namespaces/default/pots', code: 404, reason: 'NotFound',
    message: 'the server could not find the requested resource',
  },
  {
    what: 'a label selector without its list', method: 'GET', path: `${podsPath}?labelSelector=${encodeURIComponent('a in b')}`, code: 400, reason: 'BadRequest',
    message: "unable to parse requirement: found 'b' expected: '('",
  },
  {
    what: 'a label selector with two signs', method: 'GET', path: `${podsPath}?labelSelector=${encodeURIComponent('a=b=c')}`, code: 400, reason: 'BadRequest',
    message: "found '=', expected: ',' or 'end of string'",
  },
  {
    what: 'a field selector that cannot be read', method: 'GET', path: `${podsPath}?fieldSelector=${encodeURIComponent('a!b')}`, code: 400, reason: 'BadRequest',
    message: "invalid selector: 'a!b'; can't understand 'a!b'",
  },
  {
    what: 'a field that Pods cannot be selected by', method: 'GET', path: `${podsPath}?fieldSelector=spec.colour%3Dred`, code: 400, reason: 'BadRequest',
    message: 'field label not supported: spec.colour',
  },
  {
    what: 'a field that ConfigMaps cannot be selected by', method: 'GET', path: `${configMapsPath}?fieldSelector=data.a%3D1`, code: 400, reason: 'BadRequest',
    message: '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"',
  },
  {
    what: 'a limit that is not a number', method: 'GET', path: `${podsPath}?limit=few`, code: 400, reason: 'BadRequest',
    message: 'strconv.ParseInt: parsing "few": invalid syntax',
  },
  {
    what: 'a continue token of somebody else', method: 'GET', path: `${podsPath}?limit=1&continue=bogus!`, code: 400, reason: 'BadRequest',
    message: 'invalid continue token: continue key is not valid: illegal base64 data at input byte 5',
  },
  {
    what: 'resourceVersionMatch without a resourceVersion', method: 'GET', path: `${podsPath}?resourceVersionMatch=Exact`, code: 422, reason: 'Invalid',
    message: 'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    fields: ['resourceVersionMatch'],
  },
  { what: 'a request without credentials', method: 'GET', path: podsPath, as: 'nobody', code: 401, reason: 'Unauthorized', message: 'Unauthorized' },
  { what: 'a token that is not ours', method: 'GET', path: podsPath, as: 'a liar', code: 401, reason: 'Unauthorized', message: 'Unauthorized' },
  {
    what: 'a list that RBAC does not allow', method: 'GET', path: podsPath, as: 'a service account', code: 403, reason: 'Forbidden',
    message: 'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"',
  },
  {
    what: 'a create that RBAC does not allow', path: deploymentsPath, body: deployment('bad'), as: 'a service account', code: 403, reason: 'Forbidden',
    message: 'deployments.apps is forbidden: User "system:serviceaccount:default:default" cannot create resource "deployments" in API group "apps" ' +
      'in the namespace "default"',
  },
];

/** `uid` is that of the ConfigMap `kept`. */
export const rows = (uid: string): readonly Row[] => [...undecodable, ...invalid, ...changes(uid), ...requests];
