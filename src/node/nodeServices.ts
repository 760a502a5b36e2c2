/** What the parts of the agent share: made once in agent.ts, handed to every worker. */
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import type { Pod, Service } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { Logger } from '../machinery/log.ts';
import type { Pressure } from './eviction/evictionManager.ts';
import type { CriClient } from './runtime/cri/client.ts';
import type { Images } from './images.ts';
import type { BackOff } from './pod/backOff.ts';
import type { PodCgroups } from './pod/cgroups.ts';
import type { ClusterDns, DnsSettings } from './pod/dns.ts';
import type { ContainerKiller } from './pod/killContainer.ts';
import type { Probes } from './probes/probes.ts';
import type { ReferenceStore } from './references.ts';
import type { TokenStore } from './tokens.ts';
import type { PodClaims } from './volumes/claims.ts';

export interface NodeServices {
  readonly client: Client;
  readonly cri: CriClient;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly nodeName: string;
  /** 'containerd' */
  readonly runtimeName: string;
  readonly hostIPs: readonly string[];
  /** `<uid>` lies below it. */
  readonly podsDirectory: string;
  /** A file system in memory that all Pods share: `<uid>` lies below it. */
  readonly memoryDirectory: string;
  /** `<namespace>_<name>_<uid>/<container>/<n>.log` lies below it. */
  readonly logsDirectory: string;
  readonly seccompDirectory: string;
  readonly clusterDns: ClusterDns;
  /** The machine's own resolver settings, read when they are needed. */
  hostDns(): Promise<DnsSettings>;
  /** What the node offers to Pods. */
  allocatable(): Readonly<Record<string, string>>;
  /** What the node is short of. */
  pressure(): Pressure;
  /** Bytes. */
  readonly memoryCapacity: number;
  readonly cgroupV2: boolean;
  /** Whether the kernel counts swap by cgroup. */
  readonly swapLimits: boolean;
  readonly recursiveReadOnly: boolean;
  readonly services: Informer<Service>;
  readonly references: ReferenceStore;
  readonly tokens: TokenStore;
  readonly claims: PodClaims;
  /** The folder of a volume that is provisioned on this node, by the volume's name. */
  readonly localPathOf: (volumeName: string) => string;
  readonly images: Images;
  readonly crashBackOff: BackOff;
  readonly cgroups: PodCgroups;
  readonly killer: ContainerKiller;
  readonly probes: Probes;
  /** The other Pods that hold something of this node, with the sizes that they were allowed and their last status. */
  others(podUid: string): readonly Pod[];
  /** A Pod has ended or has become smaller: who waits for room may have it now. */
  freed(): void;
  /** Notes whose a container or sandbox is, before anything can happen to it. */
  own(runtimeId: string, podUid: string): void;
}
