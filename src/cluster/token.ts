/** Bootstrap tokens, and the command with which a machine joins by one. */
import { X509Certificate, createHash, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bootstrapSecretName,
  bootstrapTokenNamespace,
  bootstrapTokenType,
  nodeBootstrapGroup,
  type BootstrapToken,
} from '../machinery/bootstrapToken.ts';
import { secrets } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import { adminClient } from './adminClient.ts';
import { machineAddress, readConfig } from './config.ts';
import type { Layout } from './layout.ts';
import { UserError } from './userError.ts';

/** Makes a token that is good for `seconds`, 0 for ever, and resolves with the whole command. */
export async function createToken(layout: Layout, seconds: number): Promise<string> {
  const client = adminClient(layout);
  using _transport = client.transport;
  const config = readConfig(layout);
  if (!config) throw new UserError(`there is no control plane in ${layout.data}`, 'make tokens where it runs');
  const token: BootstrapToken = { id: random(6), secret: random(16) };
  await client.resource(secrets).create({
    metadata: { name: bootstrapSecretName(token.id), namespace: bootstrapTokenNamespace },
    type: bootstrapTokenType,
    stringData: {
      'token-id': token.id,
      'token-secret': token.secret,
      'usage-bootstrap-authentication': 'true',
      'usage-bootstrap-signing': 'true',
      'auth-extra-groups': nodeBootstrapGroup,
      ...(seconds > 0 && { expiration: formatTime(Date.now() + seconds * 1000) }),
    },
  });
  const pin = authorityPin(readFileSync(join(layout.certificates, 'ca.crt'), 'utf8'));
  return `peapod join ${machineAddress()}:${config.apiPort} --token ${token.id}.${token.secret} --discovery-token-ca-cert-hash ${pin}`;
}

/** 'sha256:…' of the authority's public key, as kubeadm writes it. `certificate` is PEM. */
export const authorityPin = (certificate: string): string =>
  `sha256:${createHash('sha256')
    .update(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')}`;

const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const random = (length: number): string =>
  Array.from({ length }, () => characters[randomInt(characters.length)] ?? '').join('');
