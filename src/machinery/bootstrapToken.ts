/** Bootstrap tokens: Secrets of kube-system with which a machine may join (bootstrap.kubernetes.io/token). */

export const bootstrapTokenType = 'bootstrap.kubernetes.io/token';
export const bootstrapTokenNamespace = 'kube-system';
/** Of machines that are to become nodes; the group that everybody with a bootstrap token is in is its beginning. */
export const nodeBootstrapGroup = 'system:bootstrappers:kubeadm:default-node-token';
export const bootstrapGroup = 'system:bootstrappers';

/** Where anybody finds how to reach the cluster, and whom to trust there. */
export const clusterInfo = { namespace: 'kube-public', name: 'cluster-info', key: 'kubeconfig' } as const;
/** Beside it, the signature with the token of that id. */
export const signatureKey = (tokenId: string): string => `jws-kubeconfig-${tokenId}`;

export interface BootstrapToken {
  readonly id: string;
  readonly secret: string;
}

/** '<6 characters>.<16 characters>' of lower-case letters and digits; undefined for anything else. */
export function parseBootstrapToken(text: string): BootstrapToken | undefined {
  const [, id, secret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export const bootstrapSecretName = (id: string): string => `bootstrap-token-${id}`;

/** Which further groups a token may give. */
export const isBootstrapGroup = (group: string): boolean =>
  /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group);

/** Milliseconds at which a token ends; undefined: never. NaN, which is before anything: it does not say so readably. */
export const endOf = (expiration: string | undefined): number | undefined =>
  expiration === undefined || expiration === '' ? undefined : Date.parse(expiration);

export const hasEnded = (expiration: string | undefined, now: number): boolean => {
  const end = endOf(expiration);
  return end !== undefined && !(end > now);
};
