/** The administrator's kubeconfig, with everything embedded: it can be copied to another machine as it is. */
import type { ClusterCertificates } from './certificates.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/**
 * In JSON, which is YAML too: it is read in a tenth of the time. `server` is the API server's URL, `socket` where it answers
 * `peapod` on this machine; kubectl passes that over.
 */
export function kubeconfigOf(certificates: ClusterCertificates, server: string, socket?: string): string {
  const name = 'peapod';
  const extensions = [{ extension: { socket }, name }];
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: {},
    'current-context': name,
    clusters: [{ cluster: { 'certificate-authority-data': base64(certificates.ca), server }, name }],
    contexts: [{ context: { cluster: name, ...(socket !== undefined && { extensions }), user: 'peapod-admin' }, name }],
    users: [
      {
        name: 'peapod-admin',
        user: {
          'client-certificate-data': base64(certificates.admin.cert),
          'client-key-data': base64(certificates.admin.key),
        },
      },
    ],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
