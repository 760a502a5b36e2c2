/** What every volume type has in common. One type a file beside this one. */
import type { ConfigMap, Secret, Volume } from '../../api/core/v1.ts';
import type { DownwardContext } from '../downward.ts';
import type { NodePod } from '../pod/identity.ts';
import type { PodClaims } from './claims.ts';

export interface VolumeContext {
  readonly pod: NodePod;
  /** `<data>/pods/<uid>`: everything of the Pod on this machine lies below it. */
  readonly podDirectory: string;
  /** `<data>/memory/<uid>`: what of the Pod lies in memory, the secrets in its volumes. */
  readonly memoryDirectory: string;
  readonly references: {
    configMap(name: string): Promise<ConfigMap | undefined>;
    secret(name: string): Promise<Secret | undefined>;
  };
  readonly claims: PodClaims;
  /** The folder of a volume that is provisioned on this node, by the volume's name. */
  localPathOf(volumeName: string): string;
  /** A token for the Pod's service account, from the token cache. */
  token(audience: string | undefined, expirationSeconds: number): Promise<string>;
  /** Addresses are not known before the sandbox: the API allows them in environment variables alone. */
  readonly downward: DownwardContext;
}

/** Says in the words of the event FailedMount why a volume cannot be made. */
export class MountError extends Error {
  override readonly name = 'MountError';
}

export interface MountedVolume {
  readonly path: string;
  /** Containers may only read it, whatever their mount says. */
  readonly readOnly: boolean;
  /** A block device, for volumeDevices alone. */
  readonly device?: boolean;
}

export interface VolumeType {
  /** Upstream's plug-in name with `~` for `/`: the folder below `volumes/`. */
  readonly folder: string;
  /**
   * Gathers what the volume is made of. Resolves with the step that makes it on disk, or brings its content up to
   * date, and itself resolves with the path on this machine. Called again whenever something it is made of may have
   * changed. Both reject with a text for the event FailedMount, which tells the volume's name beside it, or with a
   * MountError that says everything.
   */
  prepare(volume: Volume, directory: string, context: VolumeContext): Promise<() => Promise<string | MountedVolume>>;
  /** The Pod's fsGroup owns the content. */
  readonly ownedByFsGroup: boolean;
  /** Content that the API server defines: containers may only read it. */
  readonly readOnly: boolean;
  /** Its folder lies in memory, as it may hold secrets. */
  readonly inMemory?: boolean;
}

/** One file of a volume whose content the API server defines. */
export interface FileProjection {
  readonly data: Buffer;
  readonly mode: number;
  /** The file belongs to this user. */
  readonly uid?: number;
}

/** By path inside the volume. */
export type Payload = Map<string, FileProjection>;
