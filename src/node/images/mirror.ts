/**
 * A registry of the images that this machine has itself: the read-only part of the OCI distribution specification over
 * an ImageLayout. The container runtime asks it before any other registry (registries.ts), so that images built or
 * imported here are pulled as every image is, whatever the pull policy; for what it does not have it answers 404, and
 * the runtime goes on to the image's own registry. Guarantees:
 * - it listens on 127.0.0.1 alone;
 * - an image that stands in for a public one is offered only while that one's registry cannot be reached.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { ImageLayout, StoredImage } from './layout.ts';
import { silent } from '../../machinery/log.ts';
import type { Logger } from '../../machinery/log.ts';

export interface MirrorOptions {
  readonly layout: ImageLayout;
  /** Default: one that is free. */
  readonly port?: number | undefined;
  /** Whether the registry of that name can be reached now. */
  readonly isReachable: (registry: string) => Promise<boolean>;
  readonly log?: Logger | undefined;
}

export interface Mirror extends AsyncDisposable {
  /** Such as http://127.0.0.1:35601. */
  readonly url: string;
}

export async function startMirror(options: MirrorOptions): Promise<Mirror> {
  const log = options.log ?? silent;
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      log.warn({ error, url: request.url }, 'an image could not be served');
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'UNKNOWN', 'the image store cannot be read');
    });
  });
  await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

const route =
  /^\/v2\/(?<repository>[a-z0-9][a-z0-9._/-]*)\/(?<what>manifests|blobs)\/(?<reference>[A-Za-z0-9_][A-Za-z0-9._:-]*)$/;

async function answer(request: IncomingMessage, response: ServerResponse, options: MirrorOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mirror');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'UNSUPPORTED', 'this registry can only be read');
  }
  if (url.pathname === '/v2/' || url.pathname === '/v2') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    return;
  }
  const { repository = '', what, reference = '' } = route.exec(url.pathname)?.groups ?? {};
  // The registry that the image's name begins with; the runtime passes it on when it asks a mirror.
  const registry = url.searchParams.get('ns') ?? 'docker.io';
  if (what === 'manifests') {
    const image = await findManifest(options, `${registry}/${repository}`, reference);
    if (!image) return refuse(response, 404, 'MANIFEST_UNKNOWN', `${registry}/${repository}:${reference} is not here`);
    const { digest, mediaType } = image;
    return serveBlob(request, response, options.layout, digest, mediaType);
  }
  if (what === 'blobs' && /^sha256:[0-9a-f]{64}$/.test(reference)) {
    return serveBlob(request, response, options.layout, reference, 'application/octet-stream');
  }
  return refuse(response, 404, 'NAME_UNKNOWN', 'no such path');
}

interface Found {
  readonly digest: string;
  readonly mediaType: string;
}

async function findManifest(options: MirrorOptions, name: string, reference: string): Promise<Found | undefined> {
  const images = (await options.layout.images()).filter((image) => image.reference.startsWith(`${name}:`));
  if (!reference.includes(':')) {
    const image = images.find((each) => each.reference === `${name}:${reference}`);
    return image && (await offered(image, name, options)) ? image.descriptor : undefined;
  }
  // By digest: what a tag led to, or what an index that a tag led to holds.
  const image = images.find((each) => each.descriptor.digest === reference);
  if (image) return image.descriptor;
  if (images.length === 0 || (await options.layout.blobSize(reference)) === undefined) return undefined;
  const { mediaType } = (await options.layout.readJson(reference)) as { readonly mediaType?: string };
  return mediaType === undefined ? undefined : { digest: reference, mediaType };
}

async function offered(image: StoredImage, name: string, options: MirrorOptions): Promise<boolean> {
  return !image.standIn || !(await options.isReachable(name.slice(0, name.indexOf('/'))));
}

async function serveBlob(
  request: IncomingMessage,
  response: ServerResponse,
  layout: ImageLayout,
  digest: string,
  mediaType: string,
): Promise<void> {
  const size = await layout.blobSize(digest);
  if (size === undefined) return refuse(response, 404, 'BLOB_UNKNOWN', `${digest} is not here`);
  // Runtimes resume a download that broke, always up to the end.
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > 0 && from >= size) {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  response.writeHead(from > 0 ? 206 : 200, {
    'Content-Type': mediaType,
    'Content-Length': size - from,
    'Docker-Content-Digest': digest,
    'Accept-Ranges': 'bytes',
    ...(from > 0 ? { 'Content-Range': `bytes ${from}-${size - 1}/${size}` } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(layout.readBlob(digest, from), response);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify({ errors: [{ code, message }] }));
}
