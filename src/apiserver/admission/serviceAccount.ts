/**
 * Gives a new Pod its service account: the name, the account's pull secrets, and its token, mounted where programs look
 * for it (Kubernetes documentation, admission controllers, "ServiceAccount"; KEP 1205).
 */
import { randomInt } from 'node:crypto';
import type { Container, PodSpec, ServiceAccount, Volume } from '../../api/core/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import { pods, serviceAccounts } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { isFor, podOf, refuse } from './requests.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const volumePrefix = 'kube-api-access-';
/** One hour, and seven seconds that tell these tokens from those that were asked for with an hour. */
const tokenSeconds = 3607;
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: (request) => request.operation === 'CREATE' && isFor(request, pods),
  async admit(request) {
    const { spec } = podOf(request);
    if (!spec) return;
    const name = (spec.serviceAccountName ||= 'default');
    spec.serviceAccount = name;
    const account = await accountOf(request, name);
    if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec);
    if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) spec.imagePullSecrets = [...account.imagePullSecrets];
  },
};

async function accountOf(request: AdmissionRequest, name: string): Promise<ServiceAccount> {
  const { namespace } = request;
  try {
    return await request.context.client.resource(serviceAccounts).get(name, namespace);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw refuse(request, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
  }
}

/** Into every container that does not mount something of its own there. */
function mountToken(spec: PodSpec): void {
  const existing = spec.volumes?.find((v) => v.name.startsWith(volumePrefix))?.name;
  const volume = existing ?? `${volumePrefix}${Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
  const without = [...(spec.initContainers ?? []), ...spec.containers].filter((c: Container) => !c.volumeMounts?.some((m) => m.mountPath === mountPath));
  for (const container of without) {
    container.volumeMounts = [...(container.volumeMounts ?? []), { name: volume, readOnly: true, mountPath }];
  }
  if (without.length > 0 && existing === undefined) spec.volumes = [...(spec.volumes ?? []), tokenVolume(volume)];
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: tokenSeconds, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}
