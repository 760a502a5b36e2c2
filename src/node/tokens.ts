/** Service account tokens of Pods: bound to the Pod, asked for once, and again when four fifths of their time are over. */
import type { TokenRequest } from '../api/authentication/v1.ts';
import type { Client } from '../client/client.ts';
import { serviceAccounts } from '../machinery/resources.ts';
import type { NodePod } from './pod/identity.ts';

interface Entry {
  readonly token: Promise<string>;
  /** Milliseconds since the epoch; infinite until the token is there. */
  refreshAt: number;
}

const day = 24 * 3_600_000;

export class TokenStore {
  readonly #client: Client;
  /** By Pod UID, then by what was asked for. */
  readonly #entries = new Map<string, Map<string, Entry>>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** @param audience the API server's own when undefined */
  async get(pod: NodePod, audience: string | undefined, expirationSeconds: number): Promise<string> {
    const entries = this.#entries.get(pod.metadata.uid) ?? new Map<string, Entry>();
    this.#entries.set(pod.metadata.uid, entries);
    const key = `${audience ?? ''}/${expirationSeconds}`;
    const known = entries.get(key);
    if (known !== undefined && known.refreshAt > Date.now()) return known.token;
    const request = this.#request(pod, audience, expirationSeconds);
    const entry: Entry = { token: request.then(({ token }) => token), refreshAt: Infinity };
    entries.set(key, entry);
    try {
      entry.refreshAt = (await request).refreshAt;
      return await entry.token;
    } catch (error) {
      entries.delete(key);
      throw error;
    }
  }

  /** When the first of the Pod's tokens wants to be renewed; undefined when it has none. */
  nextRefresh(podUid: string): number | undefined {
    const times = [...(this.#entries.get(podUid)?.values() ?? [])].map((e) => e.refreshAt).filter(Number.isFinite);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  forget(podUid: string): void {
    this.#entries.delete(podUid);
  }

  async #request(
    pod: NodePod,
    audience: string | undefined,
    expirationSeconds: number,
  ): Promise<{ token: string; refreshAt: number }> {
    const { name, namespace, uid } = pod.metadata;
    const account = pod.spec.serviceAccountName || 'default';
    const asked = Date.now();
    const body: TokenRequest = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        audiences: audience === undefined || audience === '' ? [] : [audience],
        expirationSeconds,
        boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name, uid },
      },
    };
    const { status } = await this.#client
      .resource(serviceAccounts)
      .createSubresource<TokenRequest>(account, namespace, 'token', body);
    if (!status?.token)
      throw new Error(`failed to fetch token: service account ${namespace}/${account} was given none`);
    const lifetime = Date.parse(status.expirationTimestamp ?? '') - asked;
    return { token: status.token, refreshAt: asked + Math.min(Number.isNaN(lifetime) ? day : lifetime * 0.8, day) };
  }
}
