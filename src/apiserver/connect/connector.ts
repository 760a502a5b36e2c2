/** Subresources that take over the connection: requests as they come to connect/*.ts. */
import type { ConnectSubresource } from '../registration.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { ResourceInfo } from '../http/requestInfo.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { Endpoint } from '../verbs/endpoint.ts';

export interface ConnectRequest {
  readonly exchange: Exchange;
  readonly headers: Headers;
  readonly info: ResourceInfo;
  readonly endpoint: Endpoint;
  readonly context: VerbContext;
  readonly rules: ConnectSubresource;
}

export interface Connectors {
  /** Answers, or passes the connection on. Errors are ApiError. */
  serve(request: ConnectRequest): Promise<void>;
}
