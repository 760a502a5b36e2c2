/** The server could not be reached, or went away in the middle of an answer. */
import { ApiError } from '../machinery/apiError.ts';

export class ConnectionError extends ApiError {
  /** Node's or OpenSSL's code: ECONNREFUSED, ECONNRESET, CERT_HAS_EXPIRED, … */
  readonly causeCode: string;

  constructor(host: string, cause: unknown) {
    const code = codeOf(cause);
    super(503, 'ServiceUnavailable', explain(host, code, cause instanceof Error ? cause.message : String(cause)));
    this.causeCode = code;
    this.cause = cause;
  }
}

export const broken = (): Error => Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return '';
}

function explain(host: string, code: string, message: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `The connection to the server ${host} was refused - did you specify the right host or port?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `Unable to connect to the server: the name of ${host} cannot be resolved (${code})`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `Unable to connect to the server ${host}: no answer from there (${code})`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `The connection to the server ${host} was closed before the answer was complete (${code})`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `Unable to connect to the server ${host}: its certificate is signed by an authority that is not trusted (${code})`;
    case 'CERT_HAS_EXPIRED':
      return `Unable to connect to the server ${host}: its certificate has expired`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `Unable to connect to the server ${host}: ${message}`;
    default:
      if (code.startsWith('ERR_HTTP2_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
        return explain(host, 'ECONNRESET', message);
      return `Unable to connect to the server ${host}: ${message}`;
  }
}
