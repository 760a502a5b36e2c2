/** The sandbox of a Pod in CRI's terms. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { NodeServices } from '../nodeServices.ts';
import type { PodSandboxConfigSchema } from '../runtime/cri/generated/cri_pb.js';
import { Protocol } from '../runtime/cri/generated/cri_pb.js';
import { podDns } from './dns.ts';
import { hostNamesOf, kernelHostname } from './hosts.ts';
import type { NodePod } from './identity.ts';
import { podLogDirectory } from './identity.ts';
import { sandboxLabels } from './labels.ts';
import { podLimits, cpuPeriod } from './resources.ts';
import { sandboxSecurity } from './security.ts';

export type SandboxConfig = MessageInitShape<typeof PodSandboxConfigSchema>;

export async function sandboxConfig(services: NodeServices, pod: NodePod, attempt: number): Promise<SandboxConfig> {
  const { name, namespace, uid, annotations } = pod.metadata;
  const { settings, fallback } = podDns(pod, await services.hostDns(), services.clusterDns);
  if (fallback && pod.spec.dnsPolicy !== 'Default') {
    services.log.debug({ pod: `${namespace}/${name}` }, "the cluster has no DNS: the Pod gets the node's");
  }
  const hostNetwork = pod.spec.hostNetwork === true;
  const limits = podLimits(pod);
  return {
    metadata: { name, namespace, uid, attempt },
    labels: sandboxLabels(pod),
    annotations: { ...annotations },
    ...(!hostNetwork && { hostname: kernelHostname(pod, hostNamesOf(pod, services.clusterDns.domain)) }),
    logDirectory: podLogDirectory(services.logsDirectory, namespace, name, uid),
    dnsConfig: { servers: [...settings.servers], searches: [...settings.searches], options: [...settings.options] },
    portMappings: hostNetwork ? [] : portMappings(pod),
    linux: {
      cgroupParent: services.cgroups.parentOf(pod),
      securityContext: sandboxSecurity(pod),
      sysctls: Object.fromEntries((pod.spec.securityContext?.sysctls ?? []).map((s) => [s.name, s.value])),
      resources: {
        cpuShares: BigInt(limits.cpuShares),
        ...(limits.cpuQuota > 0 && { cpuQuota: BigInt(limits.cpuQuota), cpuPeriod: BigInt(cpuPeriod) }),
        memoryLimitInBytes: BigInt(limits.memoryLimit),
      },
    },
  };
}

/** Ports that the node passes on to the Pod. */
function portMappings(pod: NodePod): NonNullable<SandboxConfig['portMappings']> {
  const sidecars = (pod.spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always');
  return [...pod.spec.containers, ...sidecars]
    .flatMap((c) => c.ports ?? [])
    .filter((p) => (p.hostPort ?? 0) > 0)
    .map((port) => ({
      containerPort: port.containerPort,
      hostPort: port.hostPort ?? 0,
      hostIp: port.hostIP ?? '',
      protocol: Protocol[port.protocol ?? 'TCP'],
    }));
}
