/** One HTTP request below the level of resources: logs, exec, health and whatever else has its own path. */
export interface RawRequest {
  readonly method: string;
  /** From the server's root: '/api/v1/namespaces/default/pods/web-0/log?follow=true'. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}
