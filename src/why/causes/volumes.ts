/** A Pod's volumes cannot be mounted, or its sandbox cannot be made: it hangs before its first container. */
import { finding, type Finding } from '../explanation.ts';
import { latest } from '../investigation.ts';
import type { PodCause } from '../podView.ts';
import { clause, command, innermost, shortened, title } from '../words.ts';
import { missingReference } from './references.ts';

export const volumes: PodCause = (view) => {
  const { about, containers, events } = view;
  const hangs = containers.some(({ status }) =>
    ['ContainerCreating', 'PodInitializing'].includes(status?.state?.waiting?.reason ?? ''),
  );
  if (!hangs || containers.some(({ status }) => status?.state?.running || status?.containerID)) return [];
  const found: Finding[] = [];
  const mount = latest(events, 'FailedMount') ?? latest(events, 'FailedAttachVolume');
  if (mount?.message !== undefined) {
    const { message } = mount;
    const volume = /(?:volume |unmounted volumes=)"?([^\s",\]]+)"?/.exec(message)?.[1] ?? '';
    const missing = missingReference(about, `volume ${volume}`, message);
    found.push(
      finding({
        about,
        evidence: [`${mount.reason ?? ''}: ${shortened(message, 600)}`],
        ...(missing ?? {
          cause: 'volume-mount',
          summary: `${title(about)}: volume ${volume} cannot be mounted: ${reasonOf(message)}.`,
          advice: ['No container starts until all volumes are mounted; it is tried again and again.'],
          commands: [command('describe', about)],
        }),
      }),
    );
  }
  const sandbox = latest(events, 'FailedCreatePodSandBox');
  if (sandbox?.message !== undefined) {
    const handler = /no runtime for "([^"]+)" is configured/.exec(sandbox.message)?.[1];
    found.push(
      finding({
        cause: handler === undefined ? 'sandbox' : 'runtime-handler',
        about,
        summary:
          handler === undefined
            ? `${title(about)}: its sandbox cannot be made: ${shortened(innermost(sandbox.message.replace(/^Failed to create pod sandbox: (?:rpc error: code = \w+ desc = )?/, '')), 300)}.`
            : `${title(about)}: the node's runtime has no handler "${handler}", which its RuntimeClass names.`,
        evidence: [shortened(sandbox.message, 600)],
        advice:
          handler === undefined
            ? [
                /\/proc\/sys\//.test(sandbox.message)
                  ? 'Correct the sysctl of that name in its securityContext: the kernel does not take that value.'
                  : "See whether the node's runtime and network are well.",
              ]
            : ['Use a RuntimeClass whose handler the node has.'],
        commands: handler === undefined ? ['peapod doctor'] : ['kubectl get runtimeclasses'],
      }),
    );
  }
  return found;
};

/** What follows the last frame: `MountVolume.SetUp failed for volume "v" : path "/x" does not exist`. */
const reasonOf = (message: string): string => clause(shortened(message.split(' : ').at(-1) ?? message, 300));
