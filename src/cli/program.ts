/** The commands of `peapod`, their flags and help. What each does is in commands/, loaded when it is called. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { defaultDataDirectory, layoutOf, type Layout } from '../cluster/layout.ts';
import { UserError } from '../cluster/userError.ts';
import { networkOf, parseCidr } from '../machinery/ip.ts';
import { isDNS1123Subdomain } from '../machinery/names.ts';
import { verbs } from './kube/verbs.ts';

interface Common {
  readonly dataDir: string;
}

const layout = (command: Command): Layout => layoutOf(command.optsWithGlobals<Common>().dataDir);

const kubeVerbsHelp = (): string =>
  `\nAs kubectl, with the same flags and output:\n${verbs.map((v) => `  ${v.name.padEnd(27)} ${v.summary}`).join('\n')}`;

/** Parses, runs, and resolves with the exit code: 0 well, 1 failed, 2 wrong usage. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
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
    .description('Starts a one-node cluster in the background; finds it running and says so when it is up already.')
    .option('-f, --filename <file...>', 'manifests to apply once the cluster is up, and to wait for')
    .addOption(new Option('--default-manifest <file>', 'applied when no -f is given').hideHelp())
    .option('--node-name <name>', "the node's name (default: the host's)", nodeName)
    .option('--api-port <port>', 'port of the API server (default: 6443)', port)
    .option('--agent-port <port>', 'port of the node agent (default: 10250)', port)
    .option('--pod-cidr <cidr>', 'where Pod addresses come from (default: 10.244.0.0/24)', podCidr)
    .option('--bridge <name>', "name of the Pods' network bridge (default: peapod0)", bridge)
    .option('--timeout <seconds>', 'how long to wait for the cluster and the manifests', seconds, 180)
    .addHelpText(
      'after',
      '\nExamples:\n  peapod up\n  peapod up -f my.yaml\n  peapod up --data-dir ./here --api-port 7443',
    )
    .action(async (flags: UpFlags, self: Command) => {
      const { up } = await import('./commands/up.ts');
      await up(layout(self), flags);
    });

  program
    .command('down')
    .summary('stop the cluster')
    .description(
      'Stops every Pod and process, and removes every mount, link, namespace, rule and cgroup that Peapod made.',
    )
    .option('--purge', 'remove the data as well: objects, certificates, images, volumes')
    .action(async (flags: { purge?: true }, self: Command) => {
      const { down } = await import('./commands/down.ts');
      await down(layout(self), flags.purge === true);
    });

  program
    .command('status')
    .summary('tell the health of each component')
    .description('Tells the health of each component. Exits with 1 unless everything is well.')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['json']))
    .action(async (flags: { output?: 'json' }, self: Command) => {
      const { status } = await import('./commands/status.ts');
      exitCode = (await status(layout(self), flags.output)) ? 0 : 1;
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
    .action(async (_flags: object, self: Command) => {
      const { buildExampleImages } = await import('./commands/imageBuildExamples.ts');
      await buildExampleImages(layout(self));
    });

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

export interface UpFlags {
  readonly filename?: readonly string[];
  readonly defaultManifest?: string;
  readonly nodeName?: string;
  readonly apiPort?: number;
  readonly agentPort?: number;
  readonly podCidr?: string;
  readonly bridge?: string;
  readonly timeout: number;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('It must be a port number from 1 to 65535.');
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
