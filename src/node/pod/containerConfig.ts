/** A container in CRI's terms: command, environment, mounts, limits, security. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Container, EphemeralContainer, VolumeMount } from '../../api/core/v1.ts';
import { value } from '../../machinery/quantity.ts';
import type { DownwardContext } from '../downward.ts';
import type { Variables } from '../environment.ts';
import { environmentOf } from '../environment.ts';
import { expand } from '../expansion.ts';
import type { ReadyImage } from '../images.ts';
import type { NodeServices } from '../nodeServices.ts';
import { tellPod } from '../podEvent.ts';
import type { ContainerConfigSchema, DeviceSchema, MountSchema } from '../runtime/cri/generated/cri_pb.js';
import { MountPropagation } from '../runtime/cri/generated/cri_pb.js';
import { serviceVariables } from '../serviceLinks.ts';
import { prepareSubPath } from '../volumes/subPath.ts';
import type { MountedVolume } from '../volumes/volume.ts';
import { hostNamesOf, hostNetworkHostsFile, hostsFile } from './hosts.ts';
import type { NodePod } from './identity.ts';
import { podLogDirectory } from './identity.ts';
import { containerAnnotations, containerLabels } from './labels.ts';
import { oomScoreAdjustment } from './qos.ts';
import { cpuPeriod, limitsOf } from './resources.ts';
import { containerSecurity, effectiveSecurity, verifyNonRoot } from './security.ts';

export interface ContainerRequest {
  readonly pod: NodePod;
  readonly container: Container | EphemeralContainer;
  readonly restartCount: number;
  readonly image: ReadyImage;
  readonly podIPs: readonly string[];
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  /** ID of the container whose processes an ephemeral container sees. */
  readonly target?: string | undefined;
}

type Mount = MessageInitShape<typeof MountSchema>;

export async function containerConfig(
  services: NodeServices,
  request: ContainerRequest,
): Promise<MessageInitShape<typeof ContainerConfigSchema>> {
  const { pod, container, image, restartCount } = request;
  verifyNonRoot(pod, container, image.user);
  const variables = await variablesOf(services, request);
  const lookup = (name: string): string | undefined => variables.get(name);
  const podDirectory = join(services.podsDirectory, pod.metadata.uid);
  const logDirectory = podLogDirectory(
    services.logsDirectory,
    pod.metadata.namespace,
    pod.metadata.name,
    pod.metadata.uid,
  );
  const [ofVolumes, ofFiles] = await Promise.all([
    volumeMounts(podDirectory, request, variables),
    managedFiles(services, podDirectory, request),
    mkdir(join(logDirectory, container.name), { recursive: true }),
  ]);
  return {
    metadata: { name: container.name, attempt: restartCount },
    image: { image: image.reference, userSpecifiedImage: container.image ?? '' },
    command: (container.command ?? []).map((text) => expand(text, lookup)),
    args: (container.args ?? []).map((text) => expand(text, lookup)),
    workingDir: container.workingDir ?? '',
    envs: [...variables].map(([key, value]) => ({ key, value })),
    mounts: [...ofVolumes, ...ofFiles],
    devices: devicesOf(request),
    labels: containerLabels(pod, container),
    annotations: containerAnnotations(pod, container, restartCount),
    logPath: `${container.name}/${restartCount}.log`,
    stdin: container.stdin ?? false,
    stdinOnce: container.stdinOnce ?? false,
    tty: container.tty ?? false,
    linux: {
      resources: linuxResources(services, pod, container),
      securityContext: containerSecurity(pod, container, image.user, services.seccompDirectory, request.target),
    },
  };
}

function variablesOf(services: NodeServices, { pod, container, podIPs }: ContainerRequest): Promise<Variables> {
  const downward: DownwardContext = { pod, podIPs, hostIPs: services.hostIPs, allocatable: services.allocatable() };
  return environmentOf({
    container,
    downward,
    references: {
      configMap: (name) => services.references.configMap(pod, name),
      secret: (name) => services.references.secret(pod, name),
    },
    serviceVariables: serviceVariables(
      services.services.list(),
      pod.metadata.namespace,
      pod.spec.enableServiceLinks ?? true,
    ),
    skipped(source, keys) {
      tellPod(
        services.recorder,
        pod,
        'Warning',
        'InvalidEnvironmentVariableNames',
        `Keys [${keys.join(', ')}] from the EnvFrom ${source} were skipped since they are considered invalid environment variable names.`,
      );
    },
  });
}

/** What a container is given of CPU, memory and huge pages, and when it is killed for memory. */
export function linuxResources(services: NodeServices, pod: NodePod, container: Container) {
  const { cpuShares, cpuQuota, memoryLimit } = limitsOf(container.resources);
  const pages = Object.entries(container.resources?.limits ?? {}).filter(([name]) => name.startsWith('hugepages-'));
  return {
    cpuShares: BigInt(cpuShares),
    cpuPeriod: BigInt(cpuPeriod),
    cpuQuota: BigInt(cpuQuota),
    memoryLimitInBytes: BigInt(memoryLimit),
    // Memory and swap together: what is beyond the limit does not go to swap instead.
    ...(services.swapLimits && !services.cgroupV2 && { memorySwapLimitInBytes: BigInt(memoryLimit) }),
    oomScoreAdj: BigInt(oomScoreAdjustment(pod, container, services.memoryCapacity)),
    hugepageLimits: pages.map(([name, limit]) => ({
      pageSize: `${name.slice('hugepages-'.length, -1)}B`,
      limit: BigInt(value(limit)),
    })),
    // One process that runs out of memory takes its container along, not half of it.
    ...(services.cgroupV2 && {
      unified: { 'memory.oom.group': '1', ...(services.swapLimits && { 'memory.swap.max': '0' }) },
    }),
  };
}

const propagations = {
  None: MountPropagation.PROPAGATION_PRIVATE,
  HostToContainer: MountPropagation.PROPAGATION_HOST_TO_CONTAINER,
  Bidirectional: MountPropagation.PROPAGATION_BIDIRECTIONAL,
} as const;

async function volumeMounts(podDirectory: string, request: ContainerRequest, variables: Variables): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const [index, mount] of (request.container.volumeMounts ?? []).entries()) {
    const volume = request.volumes.get(mount.name);
    if (volume === undefined)
      throw new Error(`cannot find volume "${mount.name}" to mount into container "${request.container.name}"`);
    if (mount.recursiveReadOnly === 'Enabled') {
      throw new Error(
        `failed to resolve recursive read-only mode: volume "${mount.name}" requested recursive read-only mode, but it is not supported by the runtime`,
      );
    }
    const subPath = subPathOf(mount, variables);
    const hostPath =
      subPath === ''
        ? volume.path
        : await prepareSubPath(
            volume.path,
            subPath,
            join(podDirectory, 'volume-subpaths', mount.name, request.container.name, String(index)),
            effectiveSecurity(request.pod, request.container).runAsUser,
          );
    mounts.push({
      containerPath: mount.mountPath.startsWith('/') ? mount.mountPath : `/${mount.mountPath}`,
      hostPath,
      readonly: volume.readOnly || mount.readOnly === true,
      propagation: propagations[mount.mountPropagation ?? 'None'],
    });
  }
  return mounts;
}

/** Raw block volumes. */
function devicesOf({ container, volumes }: ContainerRequest): MessageInitShape<typeof DeviceSchema>[] {
  return (container.volumeDevices ?? []).map(({ name, devicePath }) => {
    const volume = volumes.get(name);
    if (!volume?.device) throw new Error(`cannot find volume "${name}" to pass into container "${container.name}"`);
    return { containerPath: devicePath, hostPath: volume.path, permissions: volume.readOnly ? 'r' : 'mrw' };
  });
}

function subPathOf(mount: VolumeMount, variables: Variables): string {
  if (!mount.subPathExpr) return mount.subPath ?? '';
  const missing: string[] = [];
  const path = expand(mount.subPathExpr, (name) => {
    const value = variables.get(name);
    if (value === undefined) missing.push(name);
    return value;
  });
  if (missing.length > 0) throw new Error(`missing value for "${missing[0]}"`);
  if (path.startsWith('/') || path.split('/').includes('..'))
    throw new Error(`subPath "${path}" must be a relative path without ".."`);
  return path;
}

/** /etc/hosts and the termination message: files of the agent's, unless the Pod mounts something of its own there. */
async function managedFiles(
  services: NodeServices,
  podDirectory: string,
  { pod, container, podIPs }: ContainerRequest,
): Promise<Mount[]> {
  const taken = new Set((container.volumeMounts ?? []).map((m) => m.mountPath.replace(/\/+$/, '')));
  const mounts: Mount[] = [];
  if (podIPs.length > 0 && !taken.has('/etc/hosts')) {
    const path = join(podDirectory, 'etc-hosts');
    const text = pod.spec.hostNetwork
      ? hostNetworkHostsFile(await readFile('/etc/hosts', 'utf8').catch(() => ''), pod.spec.hostAliases)
      : hostsFile(podIPs, hostNamesOf(pod, services.clusterDns.domain), pod.spec.hostAliases);
    await writeFile(path, text, { mode: 0o644 });
    mounts.push({
      containerPath: '/etc/hosts',
      hostPath: path,
      readonly: effectiveSecurity(pod, container).readOnlyRootFilesystem ?? false,
    });
  }
  const messagePath = container.terminationMessagePath ?? '/dev/termination-log';
  if (messagePath !== '' && !taken.has(messagePath)) {
    const path = join(podDirectory, 'containers', container.name, randomBytes(4).toString('hex'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
    // Any user of the container may write its last words.
    await chmod(path, 0o666);
    mounts.push({ containerPath: messagePath, hostPath: path });
  }
  return mounts;
}
