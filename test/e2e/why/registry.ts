/** A registry of images that cannot be had: each repository fails in its own way. Also over TLS, with a certificate nobody trusts. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { nodes } from '../../../src/machinery/resources.ts';
import type { TestCluster } from '../cluster.ts';

export interface Registries extends AsyncDisposable {
  /**
   * `127.0.0.1:4711`. Repositories: `open/…` is not there, `foreign/…` is for another processor, `broken/…` is an error of
   * the server, `cut/…` has a layer that breaks off, `slow/…` is not answered; all others want a password.
   */
  readonly plain: string;
  /** The same over TLS. Not on the loopback address, whose certificates nobody looks at. */
  readonly tls: string;
}

const manifest = 'application/vnd.oci.image.manifest.v1+json';
const index = 'application/vnd.oci.image.index.v1+json';

interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly body: Buffer;
}

function blob(mediaType: string, content: Buffer | object): Blob {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  return { mediaType, digest: `sha256:${createHash('sha256').update(body).digest('hex')}`, size: body.length, body };
}

const descriptor = ({ mediaType, digest, size }: Blob) => ({ mediaType, digest, size });

const layer = blob('application/vnd.oci.image.layer.v1.tar', Buffer.alloc(1024 * 1024, 7));
const configuration = blob('application/vnd.oci.image.config.v1+json', {
  architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
  os: 'linux',
  rootfs: { type: 'layers', diff_ids: [layer.digest] },
});
const image = blob(manifest, {
  schemaVersion: 2,
  mediaType: manifest,
  config: descriptor(configuration),
  layers: [descriptor(layer)],
});
const foreign = blob(index, {
  schemaVersion: 2,
  mediaType: index,
  manifests: [{ ...descriptor(image), platform: { architecture: 's390x', os: 'linux' } }],
});
const stored = [layer, configuration, image, foreign];

function answer({ url = '', method }: IncomingMessage, response: ServerResponse): void {
  const [, , repository = '', , kind, reference = ''] = url.split('?')[0]?.split('/') ?? [];
  const send = (code: number, type: string, body: Buffer | string, headers: Readonly<Record<string, string>> = {}) =>
    response
      .writeHead(code, { 'Content-Type': type, 'Content-Length': String(body.length), ...headers })
      .end(method === 'HEAD' ? undefined : body);
  const refuse = (code: number, word: string, headers?: Readonly<Record<string, string>>) =>
    send(code, 'application/json', JSON.stringify({ errors: [{ code: word, message: word.toLowerCase() }] }), headers);

  if (url === '/v2/') send(200, 'application/json', '{}');
  else if (repository === 'open') refuse(404, 'MANIFEST_UNKNOWN');
  else if (repository === 'broken') refuse(500, 'UNKNOWN');
  else if (repository === 'foreign' || repository === 'cut') {
    const tagged = repository === 'foreign' ? foreign : image;
    const found = reference.startsWith('sha256:') ? stored.find(({ digest }) => digest === reference) : tagged;
    if (!found) refuse(404, 'BLOB_UNKNOWN');
    else if (found === layer) {
      response.writeHead(200, { 'Content-Length': String(layer.size) });
      response.write(layer.body.subarray(0, 1000), () => response.destroy());
    } else
      send(200, kind === 'blobs' ? 'application/octet-stream' : found.mediaType, found.body, {
        'Docker-Content-Digest': found.digest,
      });
  } else if (repository !== 'slow') refuse(401, 'UNAUTHORIZED', { 'WWW-Authenticate': 'Basic realm="registry"' });
}

export async function startRegistries({ client, layout }: TestCluster): Promise<Registries> {
  const [node] = (await client.resource(nodes).list()).items;
  const address = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  const [cert, key] = await Promise.all(
    ['kubelet.crt', 'kubelet.key'].map((file) => readFile(join(layout.certificates, file))),
  );
  const plain = createServer(answer);
  const tls = createTlsServer({ cert, key }, answer);
  await Promise.all([
    new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => tls.listen(0, address, resolve)),
  ]);
  const hostOf = (server: typeof plain | typeof tls): string => {
    // A named seam: a listening TCP server has an address with a port.
    const { address: host, port } = server.address() as AddressInfo;
    return `${host}:${port}`;
  };
  return {
    plain: hostOf(plain),
    tls: hostOf(tls),
    async [Symbol.asyncDispose]() {
      for (const server of [plain, tls]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
