/**
 * Finds out whom to trust at an address that nobody vouches for yet, as kubeadm does.
 *
 * Guarantees: what is returned was signed by the cluster with the token, its authority is the one that the hash pins, and
 * the server at that address has a certificate of it. The token itself is sent to nobody before.
 */
import { createHttpsTransport } from '../client/httpsTransport.ts';
import { parseKubeconfig } from '../client/kubeconfig.ts';
import { createClient } from '../client/createClient.ts';
import { verifyDetached } from '../client/detachedSignature.ts';
import { ConnectionError } from '../client/connectionError.ts';
import { clusterInfo, signatureKey, type BootstrapToken } from '../machinery/bootstrapToken.ts';
import { configMaps } from '../machinery/resources.ts';
import { authorityPin } from './token.ts';
import { UserError } from './userError.ts';

const patience = 30_000;

/** The PEM of the authority. Throws UserError when the cluster cannot be reached or is not the one that is meant. */
export async function discoverAuthority(
  server: string,
  token: BootstrapToken,
  pins: readonly string[],
): Promise<string> {
  const kubeconfig = await read(server, token);
  const ca = parseKubeconfig(kubeconfig, `of ${server}`, { cluster: '' }).connection.ca;
  if (ca === undefined)
    throw new UserError(`${server} does not say who its authority is`, 'is it a cluster of Kubernetes?');
  const pin = authorityPin(ca);
  if (!pins.includes(pin)) {
    throw new UserError(
      `the authority of ${server} has the hash ${pin}, not ${pins.join(' or ')}`,
      "take the whole command from 'peapod token create' on the machine of the control plane",
    );
  }
  using transport = createHttpsTransport({ server, ca });
  await reach(server, () => transport.raw({ method: 'GET', path: '/livez' }).then((answer) => answer.resume()));
  return ca;
}

async function read(server: string, token: BootstrapToken): Promise<string> {
  using transport = createHttpsTransport({ server, insecureSkipTlsVerify: true });
  const maps = createClient(transport).resource(configMaps);
  const end = performance.now() + patience;
  for (;;) {
    const { data } = await reach(server, () => maps.get(clusterInfo.name, clusterInfo.namespace));
    const content = data?.[clusterInfo.key] ?? '';
    const signature = data?.[signatureKey(token.id)];
    if (signature !== undefined) {
      if (verifyDetached(signature, content, token.secret)) return content;
      throw new UserError(`the token is not one of the cluster at ${server}`, "make one there: 'peapod token create'");
    }
    // A token that was made a moment ago is signed with soon.
    if (performance.now() > end) {
      throw new UserError(
        `the cluster at ${server} does not know the token ${token.id}, or it has ended`,
        "make one there: 'peapod token create'",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function reach<T>(server: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw new UserError(`${server} cannot be reached: ${error.message}`, 'is that the address, and is the cluster up?');
  }
}
