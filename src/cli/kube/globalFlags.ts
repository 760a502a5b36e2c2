/** The flags that every verb takes: where the cluster is, and as whom. */
import { arrayFlag, boolFlag, intFlag, stringFlag, type FlagValues } from './flags.ts';

export const globalFlags = {
  as: stringFlag('Username to impersonate for the operation; a regular user or a service account.'),
  'as-group': arrayFlag('Group to impersonate; may be given several times.'),
  'as-uid': stringFlag('UID to impersonate for the operation.'),
  'certificate-authority': stringFlag("Path to a file with the certificate of the authority that signs the server's."),
  'client-certificate': stringFlag('Path to a client certificate file for TLS.'),
  'client-key': stringFlag('Path to a client key file for TLS.'),
  cluster: stringFlag('The name of the kubeconfig cluster to use.'),
  context: stringFlag('The name of the kubeconfig context to use.'),
  'data-dir': stringFlag(
    "Where a cluster of this machine keeps its files; its administrator's kubeconfig is used when no other is there.",
  ),
  'insecure-skip-tls-verify': boolFlag(
    "If true, the server's certificate will not be checked. This makes the connection insecure.",
  ),
  kubeconfig: stringFlag('Path to the kubeconfig file to use for requests.'),
  namespace: stringFlag('The namespace of this request.', { short: 'n' }),
  'request-timeout': stringFlag('How long to wait for one request, with a unit (1s, 2m, 3h). Zero means no limit.', {
    initial: '0',
  }),
  server: stringFlag('The address and port of the Kubernetes API server.', { short: 's' }),
  'tls-server-name': stringFlag(
    "The name that the server's certificate must carry, when it is not the host that is asked for.",
  ),
  token: stringFlag('Bearer token for authentication to the API server.'),
  user: stringFlag('The name of the kubeconfig user to use.'),
  v: intFlag('How much to tell of what goes on: 6 and above print every request.', { short: 'v' }),
  'warnings-as-errors': boolFlag('Treat warnings of the server as errors and exit with a non-zero exit code.'),
  help: boolFlag('Show the help of the command.', { short: 'h', hidden: true }),
};

export type GlobalFlags = FlagValues<typeof globalFlags>;
