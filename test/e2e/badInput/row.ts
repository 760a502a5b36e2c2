/** A wrong manifest or request, and what upstream v1.33 answers: status code, reason, message, fields. And the makings of such. */

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
export const strict = `${podsPath}?fieldValidation=Strict`;

export const container = (change: object = {}): object => ({ name: 'web', image: 'nginx', ...change });
export const podOf = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'bad', ...metadata },
  spec,
});
export const podWith = (change: object): object => podOf({ containers: [container(change)] });
export const configMap = (name: string, change: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { a: '1' },
  ...change,
});
export const web = { app: 'web' };
export const deployment = (name: string, spec: object = {}, labels: object = web): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas: 0,
    selector: { matchLabels: web },
    template: { metadata: { labels }, spec: { containers: [container()] } },
    ...spec,
  },
});
