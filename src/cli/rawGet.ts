/** GETs of what is no resource, or of a resource in another form. */
import { json } from 'node:stream/consumers';
import type { Status } from '../api/meta/v1.ts';
import { ApiError } from '../machinery/apiError.ts';
import type { HttpsTransport } from '../client/httpsTransport.ts';

/** Rejects with the server's ApiError when it answers with one. */
export async function getJson<T>(transport: HttpsTransport, path: string, accept = 'application/json'): Promise<T> {
  const response = await transport.raw({ method: 'GET', path, headers: { accept } });
  const body = await json(response);
  const code = response.statusCode ?? 0;
  // A named seam: what the server answers is of the form that was asked for.
  if (code >= 400) throw ApiError.fromStatus(body as Status, code);
  return body as T;
}
