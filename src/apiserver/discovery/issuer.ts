/** What relying parties need to verify service-account tokens: OpenID discovery and the key set. */
import type { ServiceAccountTokens } from '../authentication/serviceAccountTokens.ts';
import type { PathHandler } from '../http/handler.ts';

const keySetPath = '/openid/v1/jwks';

export function issuerPaths(tokens: ServiceAccountTokens): PathHandler {
  const configuration = `${JSON.stringify({
    issuer: tokens.issuer,
    jwks_uri: `${tokens.issuer}${keySetPath}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  })}\n`;
  return (exchange, headers, { path }) => {
    if (path === '/.well-known/openid-configuration') {
      headers['Content-Type'] = 'application/json';
      headers['Cache-Control'] = 'public, max-age=3600';
      exchange.send(200, headers, configuration);
      return true;
    }
    if (path !== keySetPath) return false;
    headers['Content-Type'] = 'application/jwk-set+json';
    headers['Cache-Control'] = 'public, max-age=3600';
    exchange.send(200, headers, `${JSON.stringify(tokens.jwks())}\n`);
    return true;
  };
}
