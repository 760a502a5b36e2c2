/** The commands of `peapod`, their flags and help. What each does is in commands/, loaded when it is called. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ConsoleFlags } from './commands/console.ts';
import { defaultDataDirectory, layoutOf, type Layout } from '../cluster/layout.ts';
import { UserError } from '../cluster/userError.ts';
import { networkOf, parseCidr } from '../machinery/ip.ts';
import { parseDuration } from '../machinery/duration.ts';
import { isDNS1123Subdomain } from '../machinery/names.ts';
import type { DoctorFlags } from './commands/doctor.ts';
import { verbs } from './kube/verbs.ts';
import { endWithReader } from './pipe.ts';

interface Common {
  readonly dataDir: string;
}

const layout = (command: Command): Layout => layoutOf(command.optsWithGlobals<Common>().dataDir);

const kubeVerbsHelp = (): string =>
  `\nAs kubectl, with the same flags and output:\n${verbs
    .filter((v) => !v.hidden)
    .map((v) => `  ${v.name.padEnd(27)} ${v.summary}`)
    .join('\n')}`;

/** Parses, runs, and resolves with the exit code: 0 well, 1 failed, 2 wrong usage. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  endWithReader();
  const program = clusterProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`peapod: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UserError) process.stderr.write(`  ${error.hint}\n`);
    else if (process.env.PEAPOD_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 1;
  }
}

/** The commands for the cluster itself; one that ran without an error may say that all is not well. */
export function clusterProgram(exitWith: (code: number) => void): Command {
  const program = new Command('peapod')
    .description('A whole Kubernetes, made to run Pods.')
    .addOption(
      new Option('--data-dir <directory>', 'where the cluster keeps its files')
        .env('PEAPOD_DATA_DIR')
        .default(defaultDataDirectory),
    )
    .showHelpAfterError("(run 'peapod --help' for the commands)")
    .addHelpText('after', kubeVerbsHelp)
    .exitOverride();

  program
    .command('up')
    .summary('start the cluster, and apply manifests when asked to')
    .description('Starts a cluster in the background; finds it running and says so when it is up already.')
    .option('--nodes <count>', 'how many nodes this machine is to be (default: 1, or as many as it is)', nodeCount)
    .option('-f, --filename <file...>', 'manifests to apply once the cluster is up, and to wait for')
    .addOption(new Option('--default-manifest <file>', 'applied when no -f is given').hideHelp())
    .option('--node-name <name>', "the node's name (default: the host's)", nodeName)
    .option('--api-port <port>', 'port of the API server (default: 6443)', port)
    .option('--agent-port <port>', 'port of the node agent (default: 10250)', port)
    .option('--cluster-cidr <cidr>', 'where Pod addresses of all nodes come from (default: 10.244.0.0/16)', podCidr)
    .option('--pod-cidr <cidr>', "those of the first node (default: the first /24 of the cluster's)", podCidr)
    .option('--bridge <name>', "name of the Pods' network bridge (default: peapod0)", bridge)
    .option(
      '--container-runtime-endpoint <socket>',
      "socket of a CRI runtime that runs already and is the node's alone (default: a containerd of Peapod's own)",
      runtimeEndpoint,
    )
    .option('--pod-manifest-path <folder>', 'manifests of static Pods, which the node runs by itself')
    .option('--timeout <seconds>', 'how long to wait for the cluster and the manifests', seconds, 180)
    .addHelpText(
      'after',
      '\nExamples:\n  peapod up\n  peapod up --nodes 3\n  peapod up -f my.yaml\n  peapod up --data-dir ./here --api-port 7443',
    )
    .action(async (flags: UpFlags, self: Command) => {
      const { up } = await import('./commands/up.ts');
      await up(layout(self), flags);
    });

  program
    .command('join')
    .argument('<server>', 'host:port of the API server', server)
    .summary('make this machine a node of a cluster that runs elsewhere')
    .description(
      "Makes this machine a node. The whole command is printed by 'peapod token create' where the cluster runs.",
    )
    .requiredOption('--token <token>', 'of the cluster')
    .requiredOption('--discovery-token-ca-cert-hash <hash...>', "of the key of the cluster's authority: sha256:…", pin)
    .option('--node-name <name>', "the node's name (default: the host's)", nodeName)
    .option('--agent-port <port>', 'port of the node agent (default: 10250)', port)
    .option('--bridge <name>', "name of the Pods' network bridge (default: peapod0)", bridge)
    .option('--timeout <seconds>', 'how long to wait for the node', seconds, 180)
    .addHelpText(
      'after',
      '\nExamples:\n  peapod join 192.0.2.2:6443 --token abcdef.0123456789abcdef \\\n    --discovery-token-ca-cert-hash sha256:…',
    )
    .action(async (address: string, flags: JoinFlags, self: Command) => {
      const { join } = await import('./commands/join.ts');
      const { token, discoveryTokenCaCertHash: pins, nodeName: name, agentPort, bridge: link } = flags;
      await join(
        layout(self),
        { server: address, token, pins, nodeName: name, agentPort, bridge: link },
        flags.timeout,
      );
    });

  const token = program
    .command('token')
    .summary('tokens with which machines join')
    .description('Bootstrap tokens, with which machines join the cluster.');
  token
    .command('create')
    .summary('make a token, and print the command to join with')
    .description('Makes a token and prints the whole command with which another machine joins the cluster.')
    .option('--ttl <duration>', 'how long it is good, as 30m or 24h; 0 is for ever', ttl, 24 * 3600)
    .addHelpText('after', '\nExamples:\n  peapod token create\n  peapod token create --ttl 30m')
    .action(async (flags: { ttl: number }, self: Command) => {
      const { tokenCreate } = await import('./commands/token.ts');
      await tokenCreate(layout(self), flags.ttl);
    });

  program
    .command('down')
    .summary('stop the cluster')
    .description(
      'Stops every Pod and process, and removes every mount, link, namespace, rule and cgroup that Peapod made.',
    )
    .option('--purge', 'remove the data as well: objects, certificates, images, volumes')
    .addHelpText('after', '\nExamples:\n  peapod down\n  peapod down --purge')
    .action(async (flags: { purge?: true }, self: Command) => {
      const { down } = await import('./commands/down.ts');
      await down(layout(self), flags.purge === true);
    });

  program
    .command('status')
    .summary('tell the health of each component')
    .description('Tells the health of each component. Exits with 1 unless everything is well.')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['json']))
    .addHelpText('after', '\nExamples:\n  peapod status\n  peapod status -o json')
    .action(async (flags: { output?: 'json' }, self: Command) => {
      const { status } = await import('./commands/status.ts');
      exitWith((await status(layout(self), flags.output)) ? 0 : 1);
    });

  program
    .command('doctor')
    .summary('tell what is wrong with this machine or its cluster, and how to mend it')
    .description(
      'Looks at the machine (kernel, cgroups, programs, ports, disk, memory, name servers) and at the cluster on it\n' +
        '(certificates, store, processes, nodes, leftovers), and says how to mend what is wrong. Exits with 1 when something is.',
    )
    .option('--fix', 'mend what can be mended without harm: what a dead cluster has left')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['json']))
    .addHelpText('after', '\nExamples:\n  peapod doctor\n  peapod doctor --fix')
    .action(async (flags: DoctorFlags, self: Command) => {
      const { doctor } = await import('./commands/doctor.ts');
      exitWith((await doctor(layout(self), flags)) ? 0 : 1);
    });

  program
    .command('kubeconfig')
    .summary("print the administrator's kubeconfig")
    .description("Prints the administrator's kubeconfig.")
    .addHelpText(
      'after',
      '\nExamples:\n  peapod kubeconfig > ~/.kube/config\n  KUBECONFIG=<(peapod kubeconfig) kubectl get pods',
    )
    .action(async (_flags: object, self: Command) => {
      const { kubeconfig } = await import('./commands/kubeconfig.ts');
      kubeconfig(layout(self));
    });

  program
    .command('console')
    .summary('open the web console')
    .description('Opens the web console in the browser of this machine, signed in as the administrator, until Ctrl-C.')
    .option('--port <port>', 'port on 127.0.0.1 (default: a free one)', port)
    .option('--no-browser', 'only print the address')
    .option('--token', "print a token, good for an hour, to sign in with at the cluster's own address")
    .option('--service-account <namespace/name>', 'whose token (default: an administrator made for it)')
    .addHelpText('after', '\nExamples:\n  peapod console\n  peapod console --token --service-account default/viewer')
    .action(async (flags: ConsoleFlags, self: Command) => {
      const { openConsole } = await import('./commands/console.ts');
      await openConsole(layout(self), flags);
    });

  const image = program
    .command('image')
    .summary('images of the node')
    .description('Images that Pods of this machine can use.');
  image
    .command('build-examples')
    .summary('make the images of the examples from Debian packages')
    .description(
      'Makes the images pause, busybox, nginx and redis from Debian packages, so that Pods run without a registry.',
    )
    .addHelpText('after', '\nExamples:\n  peapod image build-examples')
    .action(async (_flags: object, self: Command) => {
      const { buildExampleImages } = await import('./commands/imageBuildExamples.ts');
      await buildExampleImages(layout(self));
    });

  image
    .command('ls')
    .alias('list')
    .summary('list the images of this machine')
    .description(
      'Lists images. WHERE: "node" is unpacked and starts at once; "local" was built or imported here, and the node pulls it.',
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['json']))
    .option('-q, --quiet', 'print IDs only')
    .addHelpText('after', '\nExamples:\n  peapod image ls\n  peapod image ls -q')
    .action(async (flags: { output?: 'json'; quiet?: true }, self: Command) => {
      const { imageList } = await import('./commands/imageList.ts');
      await imageList(layout(self), flags);
    });
  image
    .command('pull <image...>')
    .summary('have the node pull images')
    .description('Has the node pull images, as Pods that name them would.')
    .option('--creds <user:password>', 'what the registry asks for')
    .addHelpText(
      'after',
      '\nExamples:\n  peapod image pull nginx:1.27\n  peapod image pull registry.example.com/team/app:1 --creds user:password',
    )
    .action(async (names: string[], flags: { creds?: string }, self: Command) => {
      const { imagePull } = await import('./commands/imagePull.ts');
      await imagePull(layout(self), names, flags.creds);
    });
  image
    .command('import <archive>')
    .summary('bring in images from an archive')
    .description(
      "Brings in images from an archive, such as 'docker save' and 'skopeo copy … oci-archive:' write; - reads it from standard input.",
    )
    .addHelpText('after', '\nExamples:\n  docker save app:1 | peapod image import -\n  peapod image import app.tar')
    .action(async (file: string, _flags: object, self: Command) => {
      const { imageImport } = await import('./commands/imageImport.ts');
      await imageImport(layout(self), file);
    });
  image
    .command('rm <image...>')
    .summary('remove images, by name or ID')
    .description('Removes images from the node and from the local store. One that a container uses stays.')
    .addHelpText('after', '\nExamples:\n  peapod image rm app:1')
    .action(async (names: string[], _flags: object, self: Command) => {
      const { imageRemove } = await import('./commands/imageRemove.ts');
      await imageRemove(layout(self), names);
    });

  return program;
}

export interface UpFlags {
  readonly filename?: readonly string[];
  readonly defaultManifest?: string;
  readonly nodeName?: string;
  readonly apiPort?: number;
  readonly agentPort?: number;
  readonly nodes?: number;
  readonly clusterCidr?: string;
  readonly podCidr?: string;
  readonly bridge?: string;
  readonly containerRuntimeEndpoint?: string;
  readonly podManifestPath?: string;
  readonly timeout: number;
}

interface JoinFlags {
  readonly token: string;
  readonly discoveryTokenCaCertHash: readonly string[];
  readonly nodeName?: string;
  readonly agentPort?: number;
  readonly bridge?: string;
  readonly timeout: number;
}

function server(text: string): string {
  if (!/^[^\s/:]+:\d+$/.test(text)) throw new InvalidArgumentError("It must be host:port, as '192.0.2.2:6443'.");
  return text;
}

function pin(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^sha256:[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError("It must be 'sha256:' and 64 hexadecimal digits.");
  return [...before, text];
}

function ttl(text: string): number {
  if (text === '0') return 0;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds < 1000)
    throw new InvalidArgumentError('It must be a time of a second at least, as 30m or 24h, or 0.');
  return Math.round(milliseconds / 1000);
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('It must be a port number from 1 to 65535.');
  return value;
}

function nodeCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return value;
}

function nodeName(text: string): string {
  const [complaint] = isDNS1123Subdomain(text);
  if (complaint) throw new InvalidArgumentError(`It must be a name as DNS has them: ${complaint}.`);
  return text;
}

function podCidr(text: string): string {
  const block = parseCidr(text);
  if (block?.address.family !== 4 || block.prefixLength > 29 || networkOf(block).number !== block.address.number) {
    throw new InvalidArgumentError('It must be a block of IPv4 addresses from its first one on, as 10.244.0.0/24.');
  }
  return text;
}

function runtimeEndpoint(text: string): string {
  const path = text.replace(/^unix:\/\//, '');
  if (!path.startsWith('/'))
    throw new InvalidArgumentError("It must be the path of a socket, as 'unix:///run/containerd/containerd.sock'.");
  return `unix://${path}`;
}

function bridge(text: string): string {
  // What the kernel takes as a link's name, and nftables and a shell as one word.
  if (!/^[A-Za-z0-9][-A-Za-z0-9_.]{0,14}$/.test(text))
    throw new InvalidArgumentError("It must be a link's name: 1 to 15 letters, digits, '-', '_' or '.'.");
  return text;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return value;
}
