/** The administrator's kubeconfig, with everything embedded: it can be copied to another machine as it is. */
import type { ClusterCertificates } from './certificates.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** YAML, as kubectl itself would write it. `server` is the API server's URL. */
export function kubeconfigOf(certificates: ClusterCertificates, server: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(certificates.ca)}
    server: ${server}
  name: peapod
contexts:
- context:
    cluster: peapod
    user: peapod-admin
  name: peapod
current-context: peapod
kind: Config
preferences: {}
users:
- name: peapod-admin
  user:
    client-certificate-data: ${base64(certificates.admin.cert)}
    client-key-data: ${base64(certificates.admin.key)}
`;
}
