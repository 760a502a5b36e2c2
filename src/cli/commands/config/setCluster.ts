/** `peapod config set-cluster`: makes or changes a cluster. */
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { CommandError, messageOf } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange, withEntry } from './file.ts';

export default defineVerb({
  name: 'set-cluster',
  summary: 'Set a cluster entry in kubeconfig',
  usage:
    'set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  description: `Set a cluster entry in kubeconfig.

 Of a cluster that is there only what is given changes.`,
  examples: `# The address of a cluster
peapod config set-cluster e2e --server=https://1.2.3.4

# The certificate of its authority, as part of the kubeconfig
peapod config set-cluster e2e --embed-certs --certificate-authority=ca.crt`,
  flags: {
    'certificate-authority': stringFlag('Path to certificate-authority file for the cluster entry in kubeconfig'),
    'embed-certs': boolFlag('Put the certificate itself into the kubeconfig, and not its path'),
    'insecure-skip-tls-verify': boolFlag('insecure-skip-tls-verify for the cluster entry in kubeconfig'),
    'proxy-url': stringFlag('proxy-url for the cluster entry in kubeconfig'),
    server: stringFlag('server for the cluster entry in kubeconfig'),
    'tls-server-name': stringFlag('tls-server-name for the cluster entry in kubeconfig'),
  },
  async run({ flags, args, given }) {
    if (args.length !== 1) throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
    const [name = ''] = args;
    if (flags['insecure-skip-tls-verify'] && flags['certificate-authority'])
      throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
    const config = await effectiveKubeconfig(flags);
    const plain = (['insecure-skip-tls-verify', 'proxy-url', 'server', 'tls-server-name'] as const).filter((field) =>
      given.has(field),
    );
    const file = fileToChange(config, `clusters/${name}`, flags.kubeconfig);
    const before = config.clusters.get(name);
    const changed = {
      ...before,
      ...(typeof before?.[caFile] === 'string' && { [caFile]: fromFolderOf(file, before[caFile]) }),
      // One contradicts the other.
      ...(flags['insecure-skip-tls-verify'] && { [caFile]: '', [caData]: '' }),
      ...Object.fromEntries(plain.map((field) => [field, flags[field]])),
      ...(given.has('certificate-authority') && authority(file, flags['certificate-authority'], flags['embed-certs'])),
    };
    const kept = Object.fromEntries(
      Object.entries<unknown>({ server: '', ...changed }).filter(
        ([field, value]) => field === 'server' || Boolean(value),
      ),
    );
    changeFile(file, (root) => ({
      ...root,
      clusters: withEntry(root['clusters'], name, 'cluster', kept),
    }));
    process.stdout.write(`Cluster "${name}" set.\n`);
  },
});

const caFile = 'certificate-authority';
const caData = 'certificate-authority-data';

function authority(kubeconfig: string, path: string, embed: boolean): Record<string, string | false> {
  if (path === '') return { [caFile]: '', [caData]: '' };
  if (!embed) return { [caFile]: fromFolderOf(kubeconfig, path), [caData]: '', 'insecure-skip-tls-verify': false };
  try {
    return { [caFile]: '', [caData]: readFileSync(path).toString('base64'), 'insecure-skip-tls-verify': false };
  } catch (error) {
    throw new CommandError(`could not stat certificate-authority file ${path}: ${messageOf(error)}`);
  }
}

/** A path below the kubeconfig's folder starts there. */
function fromFolderOf(kubeconfig: string, path: string): string {
  const found = relative(dirname(resolve(kubeconfig)), resolve(path));
  return found.startsWith('..') ? resolve(path) : found;
}
