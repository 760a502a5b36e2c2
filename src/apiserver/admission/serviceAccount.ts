/** Every Pod runs as a service account, finds its token where clients look for it, and pulls with its secrets. */
import type { Container, Pod, ServiceAccount, Volume } from '../../api/core/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import { randomSuffix } from '../../machinery/names.ts';
import { mirrorAnnotation } from '../../machinery/pod.ts';
import { pods, serviceAccounts } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest, RequestContext } from '../registration.ts';
import { refuse } from './refuse.ts';

const volumePrefix = 'kube-api-access-';
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const defaultAccount = 'default';
/** An hour and a few seconds: the node agent asks for tokens that it renews in time. */
const tokenSeconds = 3607;
/** A new namespace gets its default account from a controller: Pods that come with it wait this long. */
const patience = 2000;

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: ({ operation, resource, subresource }) => operation === 'CREATE' && resource === pods && !subresource,
  async admit(request) {
    const pod = request.object as Pod;
    const { spec } = pod;
    if (!spec || pod.metadata?.annotations?.[mirrorAnnotation] !== undefined) return;
    const name = spec.serviceAccountName || spec.serviceAccount || defaultAccount;
    spec.serviceAccountName = name;
    spec.serviceAccount = name;
    const account = await find(request, name);
    if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(pod);
    if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
      spec.imagePullSecrets = account.imagePullSecrets.map((reference) => ({ ...reference }));
    }
  },
};

async function find(request: AdmissionRequest, name: string): Promise<ServiceAccount> {
  const { namespace = '', context } = request;
  try {
    return await context.client.resource(serviceAccounts).get(name, namespace);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const account = name === defaultAccount ? await awaitDefault(namespace, context) : undefined;
    if (account) return account;
    throw refuse(request, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
  }
}

async function awaitDefault(namespace: string, { client }: RequestContext): Promise<ServiceAccount | undefined> {
  const signal = AbortSignal.timeout(patience);
  const selection = { fieldSelector: `metadata.name=${defaultAccount}` };
  for await (const event of client.resource(serviceAccounts).watch(namespace, selection, signal)) {
    if (event.type === 'ADDED' || event.type === 'MODIFIED') return event.object;
  }
  return undefined;
}

function mountToken({ spec }: Pod): void {
  if (!spec) return;
  const existing = spec.volumes?.find((volume) => volume.name.startsWith(volumePrefix) && volume.projected);
  const name = existing?.name ?? `${volumePrefix}${randomSuffix()}`;
  let mounted = false;
  for (const container of [...(spec.initContainers ?? []), ...spec.containers])
    mounted = mountIn(container, name) || mounted;
  if (mounted && !existing) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

/** Whether the container did not have something mounted there already. */
function mountIn(container: Container, name: string): boolean {
  if (container.volumeMounts?.some((mount) => mount.mountPath === mountPath)) return false;
  container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath }];
  return true;
}

/** The token, the certificate authority to trust, and the namespace. */
const tokenVolume = (name: string): Volume => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: tokenSeconds, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 0o644,
  },
});
