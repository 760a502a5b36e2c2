/** projected: several sources in one volume, among them the service account's token. */
import type { VolumeProjection } from '../../api/core/v1.ts';
import { effectiveSecurity } from '../pod/security.ts';
import type { NodePod } from '../pod/identity.ts';
import type { Payload, VolumeContext, VolumeType } from './volume.ts';
import { configMapPayload, downwardPayload, secretPayload } from './payload.ts';
import { writeVolume } from './write.ts';

export const projected: VolumeType = {
  folder: 'kubernetes.io~projected',
  ownedByFsGroup: false,
  readOnly: true,
  inMemory: true,
  async prepare(volume, directory, context) {
    const { sources = [], defaultMode = 0o644 } = volume.projected ?? {};
    const payload: Payload = new Map();
    for (const source of sources) {
      for (const [path, file] of await payloadOf(source, defaultMode, context)) payload.set(path, file);
    }
    return () => writeVolume(directory, payload, context);
  },
};

async function payloadOf(source: VolumeProjection, mode: number, context: VolumeContext): Promise<Payload> {
  if (source.configMap !== undefined) {
    const { name = '', items, optional } = source.configMap;
    const found = await context.references.configMap(name);
    if (found === undefined && !optional) throw new Error(`configmap "${name}" not found`);
    return configMapPayload(found ?? {}, { items, mode, optional: optional ?? false });
  }
  if (source.secret !== undefined) {
    const { name = '', items, optional } = source.secret;
    const found = await context.references.secret(name);
    if (found === undefined && !optional) throw new Error(`secret "${name}" not found`);
    return secretPayload(found ?? {}, { items, mode, optional: optional ?? false });
  }
  if (source.downwardAPI !== undefined) return downwardPayload(source.downwardAPI.items ?? [], context.downward, mode);
  if (source.serviceAccountToken !== undefined) {
    const { path, audience, expirationSeconds = 3600 } = source.serviceAccountToken;
    const data = Buffer.from(await context.token(audience, expirationSeconds));
    const uid = commonUser(context.pod);
    const guarded = uid !== undefined || context.pod.spec.securityContext?.fsGroup !== undefined;
    return new Map([[path, { data, mode: guarded ? 0o600 : mode, ...(uid !== undefined && { uid }) }]]);
  }
  if (source.clusterTrustBundle !== undefined) throw new Error('projected source clusterTrustBundle is not supported');
  return new Map();
}

/** The user that every container of the Pod runs as, when they all name the same. */
function commonUser(pod: NodePod): number | undefined {
  const users = new Set(
    [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((c) => effectiveSecurity(pod, c).runAsUser),
  );
  const [only] = users;
  return users.size === 1 ? only : undefined;
}
