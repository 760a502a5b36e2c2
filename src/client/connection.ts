/** How to reach one API server, and as whom. */
/** A server, its authority, and a client's identity. */
export interface ConnectionOptions {
  /** 'https://host:port', a path in front of the API allowed; plain http for a local proxy. */
  readonly server: string;
  /** A Unix socket of this machine on which the same server answers in plain HTTP: requests go there. Not for streams. */
  readonly socketPath?: string | undefined;
  /** PEM certificates that sign the server's; the system's when absent. */
  readonly ca?: string | undefined;
  /** PEM client certificate and key, both or neither. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Bearer token, or a function that gives the current one (it is called for each request). */
  readonly token?: string | (() => string) | undefined;
  /** Name that the server's certificate must carry, when it is not the host of `server`. */
  readonly tlsServerName?: string | undefined;
  /** Do not check the server's certificate. */
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly userAgent?: string | undefined;
  /** Sent as Impersonate-User. */
  readonly impersonateUser?: string | undefined;
}

/** What Node's tls.connect() wants to know for a connection. */
export function tlsOptions(options: ConnectionOptions): {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
} {
  return {
    ...(options.ca !== undefined && { ca: options.ca }),
    ...(options.cert !== undefined && { cert: options.cert }),
    ...(options.key !== undefined && { key: options.key }),
    ...(options.tlsServerName !== undefined && { servername: options.tlsServerName }),
    ...(options.insecureSkipTlsVerify && { rejectUnauthorized: false }),
  };
}

/** Who speaks: the headers that every request carries. */
export function identityHeaders(options: ConnectionOptions): Record<string, string> {
  const token = typeof options.token === 'function' ? options.token() : options.token;
  return {
    'user-agent': options.userAgent ?? 'peapod',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(options.impersonateUser && { 'impersonate-user': options.impersonateUser }),
  };
}
