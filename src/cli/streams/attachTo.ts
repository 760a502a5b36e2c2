/** Attaching to a running container, with what kubectl says before and after. */
import type { Container, EphemeralContainer, Pod } from '../../api/core/v1.ts';
import { CommandError } from '../kube/errors.ts';
import type { Session } from '../kube/session.ts';
import { defaultContainer } from '../pods/containerNames.ts';
import { endedWith, streamPod } from './podStreams.ts';
import { wantsTerminal } from './terminal.ts';

export interface AttachWish {
  /** '' for the Pod's default. */
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  /** 'peapod attach': how to come back. */
  readonly commandPath: string;
}

/** Resolves when the session has ended. */
export async function attachTo(session: Session, pod: Pod, wish: AttachWish): Promise<void> {
  const name = wish.container || defaultContainer(pod, wish.quiet);
  const found = containersOf(pod).find((container) => container.name === name);
  if (!found)
    throw new CommandError(
      `cannot attach to the container: container ${name} not found in pod ${pod.metadata?.name ?? ''}`,
    );
  const has = found.tty === true;
  if (wish.tty && !has && !wish.quiet)
    process.stderr.write(`error: Unable to use a TTY - container ${name} did not allocate one\n`);
  const tty = wantsTerminal({ stdin: wish.stdin, tty: has, quiet: wish.quiet });
  if (!wish.quiet) process.stderr.write("If you don't see a command prompt, try pressing enter.\n");
  const code = await streamPod(session, {
    namespace: pod.metadata?.namespace ?? '',
    pod: pod.metadata?.name ?? '',
    container: name,
    stdin: wish.stdin ? process.stdin : undefined,
    stdout: process.stdout,
    stderr: process.stderr,
    tty,
    firstSize: ({ columns, rows }) => ({ columns: columns + 1, rows: rows + 1 }),
  });
  endedWith(code);
  const farewell = wish.quiet || !wish.stdin || !tty ? '' : farewellOf(pod, name, wish.commandPath);
  if (farewell) process.stdout.write(`${farewell}\n`);
}

const containersOf = ({ spec }: Pod): readonly (Container | EphemeralContainer)[] => [
  ...(spec?.containers ?? []),
  ...(spec?.initContainers ?? []),
  ...(spec?.ephemeralContainers ?? []),
];

function farewellOf({ metadata, spec }: Pod, container: string, commandPath: string): string {
  if (spec?.restartPolicy !== 'Always') return '';
  const again = `'${commandPath} ${metadata?.name ?? ''} -c ${container} -i -t'`;
  return spec.ephemeralContainers?.some((one) => one.name === container)
    ? `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running`
    : `Session ended, resume using ${again} command when the pod is running`;
}
