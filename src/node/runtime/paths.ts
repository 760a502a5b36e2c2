/** Where a Peapod runtime keeps its things. Everything lies under two folders, so that cleaning up can be exact. */
import path from 'node:path';

export interface RuntimeDirectories {
  /** Survives a reboot: images, snapshots, configuration. */
  readonly dataDir: string;
  /** Gone after a reboot (under /run): sockets, mounts, pid files. Short: socket paths have at most 107 bytes. */
  readonly stateDir: string;
}

export interface RuntimePaths {
  readonly config: string;
  readonly root: string;
  readonly state: string;
  readonly socket: string;
  readonly pidFile: string;
  readonly log: string;
  /** containerd's `config_path`: a folder with a hosts.toml for each registry. */
  readonly registries: string;
  /** CNI configuration lists. */
  readonly cniConfig: string;
  /** Addresses that the host-local plugin has handed out. */
  readonly cniAddresses: string;
}

export function runtimePaths({ dataDir, stateDir }: RuntimeDirectories): RuntimePaths {
  return {
    config: path.join(dataDir, 'containerd.toml'),
    root: path.join(dataDir, 'containerd'),
    state: path.join(stateDir, 'containerd'),
    socket: path.join(stateDir, 'containerd.sock'),
    pidFile: path.join(stateDir, 'containerd.pid'),
    log: path.join(dataDir, 'logs', 'containerd.log'),
    registries: path.join(dataDir, 'registries'),
    cniConfig: path.join(dataDir, 'cni', 'net.d'),
    cniAddresses: path.join(dataDir, 'cni', 'addresses'),
  };
}
