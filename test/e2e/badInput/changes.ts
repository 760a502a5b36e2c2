/** A change that may not be made to `kept` (ConfigMap, Deployment, Pod), which are there. */
import { podsPath, configMapsPath, deploymentsPath, configMap, deployment } from './row.ts';
import type { Row } from './row.ts';

export const changes = (uid: string): Row[] => [
  {
    what: 'a name that is taken',
    path: configMapsPath,
    body: configMap('kept'),
    code: 409,
    reason: 'AlreadyExists',
    message: 'configmaps "kept" already exists',
  },
  {
    what: 'an update of a stale revision',
    method: 'PUT',
    path: `${configMapsPath}/kept`,
    code: 409,
    reason: 'Conflict',
    body: configMap('kept', { metadata: { name: 'kept', resourceVersion: '1' }, data: { a: '2' } }),
    message:
      'Operation cannot be fulfilled on configmaps "kept": the object has been modified; please apply your changes to the latest version and try again',
  },
  {
    what: 'an update under another name',
    method: 'PUT',
    path: `${configMapsPath}/kept`,
    body: configMap('other'),
    code: 400,
    reason: 'BadRequest',
    message: 'the name of the object (other) does not match the name on the URL (kept)',
  },
  {
    what: "a change of a Deployment's selector",
    method: 'PUT',
    path: `${deploymentsPath}/kept`,
    code: 422,
    reason: 'Invalid',
    body: deployment('kept', { selector: { matchLabels: { app: 'other' } } }, { app: 'other' }),
    message:
      'Deployment.apps "kept" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"other"}, ' +
      'MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    fields: ['spec.selector'],
  },
  {
    what: "a change of a Pod's host name",
    method: 'PATCH',
    path: `${podsPath}/kept`,
    type: 'application/merge-patch+json',
    body: { spec: { hostname: 'other' } },
    code: 422,
    reason: 'Invalid',
    fields: ['spec'],
    message: new RegExp(
      '^Pod "kept" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\\.containers\\[\\*\\]\\.image`,' +
        '`spec\\.initContainers\\[\\*\\]\\.image`,`spec\\.activeDeadlineSeconds`,`spec\\.tolerations` \\(only additions to existing tolerations\\),' +
        '`spec\\.terminationGracePeriodSeconds` \\(allow it to be set to 1 if it was previously negative\\)\n',
    ),
  },
  {
    what: 'a JSON patch whose test fails',
    method: 'PATCH',
    path: `${configMapsPath}/kept`,
    type: 'application/json-patch+json',
    body: [
      { op: 'test', path: '/data/a', value: 'other' },
      { op: 'replace', path: '/data/a', value: '2' },
    ],
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
  },
  {
    what: 'a JSON patch that is an object',
    method: 'PATCH',
    path: `${configMapsPath}/kept`,
    type: 'application/json-patch+json',
    body: { data: {} },
    code: 400,
    reason: 'BadRequest',
    message: 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
  },
  {
    what: 'a merge patch to another type',
    method: 'PATCH',
    path: `${deploymentsPath}/kept`,
    type: 'application/merge-patch+json',
    body: { spec: { replicas: 'many' } },
    code: 422,
    reason: 'Invalid',
    fields: ['patch'],
    message:
      /^ "" is invalid: patch: Invalid value: "\{.*\}": json: cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32$/s,
  },
  {
    what: 'a strategic merge patch to another type',
    method: 'PATCH',
    path: `${deploymentsPath}/kept`,
    type: 'application/strategic-merge-patch+json',
    body: { spec: { replicas: 'many' } },
    code: 422,
    reason: 'Invalid',
    fields: ['patch'],
    message: ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:many]]": unrecognized type: int32',
  },
  {
    what: 'a patch of an unknown media type',
    method: 'PATCH',
    path: `${configMapsPath}/kept`,
    type: 'application/json',
    body: { data: { a: '2' } },
    code: 415,
    reason: 'UnsupportedMediaType',
    message:
      /^the body of the request was in an unknown format - accepted media types include: application\/json-patch\+json, application\/merge-patch\+json, application\/strategic-merge-patch\+json/,
  },
  {
    what: 'a patch of what is not there',
    method: 'PATCH',
    path: `${configMapsPath}/ghost`,
    type: 'application/merge-patch+json',
    body: { data: { a: '2' } },
    code: 404,
    reason: 'NotFound',
    message: 'configmaps "ghost" not found',
  },
  {
    what: 'a deletion of another uid',
    method: 'DELETE',
    path: `${configMapsPath}/kept`,
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'other' } },
    code: 409,
    reason: 'Conflict',
    message:
      `Operation cannot be fulfilled on ConfigMap "kept": the UID in the precondition (other) does not match the UID in record (${uid}). ` +
      'The object might have been deleted and then recreated',
  },
  {
    what: 'an unknown propagation policy',
    method: 'DELETE',
    path: `${configMapsPath}/kept?propagationPolicy=Sideways`,
    code: 422,
    reason: 'Invalid',
    message:
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    fields: ['propagationPolicy'],
  },
  {
    what: 'a deletion of what is not there',
    method: 'DELETE',
    path: `${podsPath}/ghost`,
    code: 404,
    reason: 'NotFound',
    message: 'pods "ghost" not found',
  },
  {
    what: 'a deletion of the namespace default',
    method: 'DELETE',
    path: '/api/v1/namespaces/default',
    code: 403,
    reason: 'Forbidden',
    message: 'namespaces "default" is forbidden: this namespace may not be deleted',
  },
  {
    what: 'a command in a Pod that has no node',
    path: `${podsPath}/kept/exec?command=ls&stdout=true`,
    code: 400,
    reason: 'BadRequest',
    message: 'pod kept does not have a host assigned',
  },
  {
    what: 'the log of a container that is not there',
    path: `${podsPath}/kept/log?container=ghost`,
    method: 'GET',
    code: 400,
    reason: 'BadRequest',
    message: 'container ghost is not valid for pod kept',
  },
];
