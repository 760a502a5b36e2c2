/** `peapod cp`: tar on both sides, as kubectl has it. */
import { statSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import type { Pod } from '../../api/core/v1.ts';
import { pods } from '../../machinery/resources.ts';
import { read } from '../change/requests.ts';
import { CommandError } from '../kube/errors.ts';
import { boolFlag, intFlag, stringFlag } from '../kube/flags.ts';
import type { Session } from '../kube/session.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { defaultContainer } from '../pods/containerNames.ts';
import { endedWith, streamPod } from '../streams/podStreams.ts';
import { parsePlace, stripShortcuts, type Place, type RemotePlace } from './cp/place.ts';

const flags = {
  container: stringFlag(
    'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
    { short: 'c' },
  ),
  'no-preserve': boolFlag(
    "The copied file/directory's ownership and permissions will not be preserved in the container",
  ),
  retries: intFlag(
    'Set number of retries to complete a copy operation from a container. Specify 0 to disable or any negative value for infinite retrying. The default is 0 (no retry).',
  ),
};

export default defineVerb({
  name: 'cp',
  summary: 'Copy files and directories to and from containers',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  description: `Copy files and directories to and from containers.

 Important Note: requires that the 'tar' binary is present in your container image. If 'tar' is not present, 'cp' will
fail. Symbolic links are not followed on the way from a container: they are skipped, with a warning.`,
  examples: `# Into a container
peapod cp ./conf web-0:/tmp/conf
peapod cp ./conf other-namespace/web-0:/tmp/conf -c web

# Out of one
peapod cp web-0:/var/log/app.log ./app.log`,
  flags,
  async run(context) {
    const [from, to] = context.args;
    if (from === undefined || to === undefined || context.args.length !== 2)
      throw new CommandError('source and destination are required');
    const [source, target] = [parsePlace(from), parsePlace(to)];
    if (source.pod !== undefined && target.pod !== undefined)
      throw new CommandError('one of src or dest must be a local file specification');
    if (source.path === '' || target.path === '') throw new CommandError('filepath can not be empty');
    if (source.pod !== undefined) await copyFromPod(context, source, target);
    else if (target.pod !== undefined) await copyToPod(context, source, target);
    else throw new CommandError('one of src or dest must be a remote file specification');
  },
});

type Context = VerbContext<typeof flags>;

interface Run {
  readonly command: readonly string[];
  readonly stdin?: PassThrough;
  readonly stdout?: Writable;
  readonly stderr?: Writable;
}

/** Of one Pod: runs a command in the container that is meant, and resolves with its exit code. */
async function runnerFor(
  { session, flags: values }: Context,
  place: RemotePlace,
): Promise<(run: Run) => Promise<number>> {
  const namespace = place.namespace || (await session.namespace());
  // A named seam: the server answers with a Pod.
  const pod = (await read(await session.connection(), { resource: pods, namespace }, place.pod)) as unknown as Pod;
  const phase = pod.status?.phase ?? '';
  if (phase === 'Succeeded' || phase === 'Failed')
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const container = values.container || defaultContainer(pod);
  return (run) => streamPod(session satisfies Session, { ...run, namespace, pod: place.pod, container, tty: false });
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

async function copyToPod(context: Context, source: Place, target: RemotePlace): Promise<void> {
  try {
    statSync(source.path);
  } catch {
    throw new CommandError(`${source.path} doesn't exist in local filesystem`);
  }
  const run = await runnerFor(context, target);
  const isFolder = await run({ command: ['test', '-d', target.path], stdout: nowhere(), stderr: nowhere() });
  const path = isFolder === 0 ? posix.join(target.path, basename(source.path)) : target.path;
  const command = context.flags['no-preserve']
    ? ['tar', '--no-same-permissions', '--no-same-owner', '-xmf', '-']
    : ['tar', '-xmf', '-'];
  const folder = posix.dirname(path);
  if (folder !== '') command.push('-C', folder);
  const { packLocal } = await import('./cp/packLocal.ts');
  const stdin = new PassThrough();
  const [code] = await Promise.all([
    run({ command, stdin, stdout: process.stdout, stderr: process.stderr }).finally(() => stdin.destroy()),
    packLocal(source.path, posix.basename(path), stdin).catch((error: unknown) => {
      // The command ended before it had everything: its exit code says why.
      if (!stdin.destroyed) throw error;
    }),
  ]);
  endedWith(code);
}

async function copyFromPod(context: Context, source: RemotePlace, target: Place): Promise<void> {
  const run = await runnerFor(context, source);
  const { unpackLocal } = await import('./cp/unpackLocal.ts');
  const prefix = stripShortcuts(posix.normalize(source.path.replace(/^\/+/, '')).replace(/(.)\/$/, '$1'));
  const command = ['tar', 'cf', '-', source.path];
  const hint = `${context.commandPath.replace(/ cp$/, '')} exec -n ${JSON.stringify(source.namespace)} ${JSON.stringify(source.pod)} -- tar cf - ${JSON.stringify(source.path)} | tar xf -`;
  const attempt = async (): Promise<void> => {
    const archive = new PassThrough();
    const [code] = await Promise.all([
      run({ command, stdout: archive, stderr: process.stderr }).finally(() => archive.end()),
      unpackLocal(archive, prefix, target.path, hint),
    ]);
    endedWith(code);
  };
  const { retries } = context.flags;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (retries >= 0 && tries >= retries) throw error;
      process.stderr.write(`Resuming copy at 0 bytes, retry ${tries}/${retries}\n`);
    }
  }
}
