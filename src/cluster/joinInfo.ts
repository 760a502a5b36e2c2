/** What the cluster tells machines that are to join it: where it is and whom to trust, then how it is set. */
import type { ConfigMap } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { clusterInfo } from '../machinery/bootstrapToken.ts';
import { configMaps } from '../machinery/resources.ts';
import { clusterCIDROf, type ClusterConfig } from './config.ts';

/** What every node of a cluster must be set to alike. */
export interface SharedSettings {
  readonly clusterCIDR: string;
  readonly serviceCIDR: string;
  readonly clusterDomain: string;
}

export const settingsMap = { namespace: 'kube-system', name: 'peapod-config' } as const;
const settingsKey = 'cluster.json';

/** Writes both, where they differ. Signatures that are there stay: who signs sees the change. */
export async function ensureJoinInfo(
  client: Client,
  config: ClusterConfig,
  { ca, server }: { readonly ca: string; readonly server: string },
): Promise<void> {
  const { serviceCIDR, clusterDomain } = config;
  const settings: SharedSettings = { clusterCIDR: clusterCIDROf(config), serviceCIDR, clusterDomain };
  await Promise.all([
    ensureData(client, clusterInfo, { [clusterInfo.key]: discoveryKubeconfig(ca, server) }),
    ensureData(client, settingsMap, { [settingsKey]: `${JSON.stringify(settings, undefined, 2)}\n` }),
  ]);
}

/** Throws when the cluster does not say how it is set. */
export function sharedSettings({ data }: ConfigMap): SharedSettings {
  const text = data?.[settingsKey];
  if (text === undefined)
    throw new Error(`ConfigMap ${settingsMap.namespace}/${settingsMap.name} has no ${settingsKey}`);
  // A named seam: ensureJoinInfo() wrote it.
  return JSON.parse(text) as SharedSettings;
}

async function ensureData(
  client: Client,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  data: Readonly<Record<string, string>>,
): Promise<void> {
  const maps = client.resource(configMaps);
  try {
    const found = await maps.get(name, namespace);
    if (Object.entries(data).every(([key, text]) => found.data?.[key] === text)) return;
    await maps.update({ ...found, data: { ...found.data, ...data } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await maps.create({ metadata: { namespace, name }, data: { ...data } });
  }
}

/** A kubeconfig with a cluster and no user, as YAML. */
const discoveryKubeconfig = (ca: string, server: string): string => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${Buffer.from(ca).toString('base64')}
    server: ${server}
  name: ""
contexts: null
current-context: ""
kind: Config
preferences: {}
users: null
`;
