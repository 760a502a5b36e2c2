/**
 * The commands for the cluster itself as completion knows them, so that it need not load them. A test holds them to what
 * program.ts declares.
 */
export interface ClusterCommand {
  readonly help: string;
  readonly flags?: readonly string[];
  readonly commands?: Readonly<Record<string, ClusterCommand>>;
}

export const clusterCommands: Readonly<Record<string, ClusterCommand>> = {
  up: {
    help: 'start the cluster, and apply manifests when asked to',
    flags: [
      '--nodes',
      '--filename',
      '--node-name',
      '--api-port',
      '--agent-port',
      '--cluster-cidr',
      '--pod-cidr',
      '--bridge',
      '--container-runtime-endpoint',
      '--pod-manifest-path',
      '--timeout',
    ],
  },
  join: {
    help: 'make this machine a node of a cluster that runs elsewhere',
    flags: ['--token', '--discovery-token-ca-cert-hash', '--node-name', '--agent-port', '--bridge', '--timeout'],
  },
  token: {
    help: 'tokens with which machines join',
    commands: { create: { help: 'make a token, and print the command to join with', flags: ['--ttl'] } },
  },
  down: { help: 'stop the cluster', flags: ['--purge'] },
  status: { help: 'tell the health of each component', flags: ['--output'] },
  doctor: {
    help: 'tell what is wrong with this machine or its cluster, and how to mend it',
    flags: ['--fix', '--output'],
  },
  kubeconfig: { help: "print the administrator's kubeconfig" },
  console: { help: 'open the web console', flags: ['--port', '--no-browser', '--token', '--service-account'] },
  image: {
    help: 'images of the node',
    commands: {
      'build-examples': { help: 'make the images of the examples from Debian packages' },
      ls: { help: 'list the images of this machine', flags: ['--output', '--quiet'] },
      pull: { help: 'have the node pull images', flags: ['--creds'] },
      import: { help: 'bring in images from an archive' },
      rm: { help: 'remove images, by name or ID' },
    },
  },
};
