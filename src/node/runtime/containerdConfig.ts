/** containerd's configuration, in version 2 of its format, which every containerd from 1.3 to 2.x reads. */
import path from 'node:path';
import type { RuntimePaths } from './paths.ts';

export interface ContainerdSettings {
  readonly paths: RuntimePaths;
  /** The image that holds a sandbox's namespaces, as a reference. */
  readonly sandboxImage: string;
  readonly cniBinDir: string;
  readonly snapshotter: 'overlayfs' | 'native';
  readonly cgroupDriver: 'systemd' | 'cgroupfs';
  /** False where CAP_SYS_RESOURCE is missing: containers then keep the oom_score_adj they inherit, at the least. */
  readonly canLowerOomScore: boolean;
  /** OCI runtimes by the handler name that a RuntimeClass gives, with the path of the program. */
  readonly runtimes: Readonly<Record<string, string>>;
  readonly defaultRuntime: string;
}

/**
 * Parts of containerd that CRI does not need. They cost start-up time, run programs (modprobe), or reach outside our
 * folders (opt makes /opt/containerd).
 */
const disabledPlugins = [
  'io.containerd.snapshotter.v1.aufs',
  'io.containerd.snapshotter.v1.blockfile',
  'io.containerd.snapshotter.v1.btrfs',
  'io.containerd.snapshotter.v1.devmapper',
  'io.containerd.snapshotter.v1.erofs',
  'io.containerd.snapshotter.v1.zfs',
  'io.containerd.internal.v1.opt',
  'io.containerd.internal.v1.restart',
  'io.containerd.internal.v1.tracing',
  'io.containerd.tracing.processor.v1.otlp',
];

export function containerdConfig(settings: ContainerdSettings): string {
  const { paths } = settings;
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  const runtimes = Object.entries(settings.runtimes).map(([name, program]) => [
    `[${cri}.containerd.runtimes.${quote(name)}]`,
    'runtime_type = "io.containerd.runc.v2"',
    `[${cri}.containerd.runtimes.${quote(name)}.options]`,
    `BinaryName = ${quote(program)}`,
    // The runtime's own state, by default under a folder that every containerd shares.
    `Root = ${quote(path.join(paths.state, name))}`,
    `SystemdCgroup = ${settings.cgroupDriver === 'systemd'}`,
  ]);
  return [
    '# Written by Peapod at each start.',
    'version = 2',
    `root = ${quote(paths.root)}`,
    `state = ${quote(paths.state)}`,
    `oom_score = ${settings.canLowerOomScore ? -999 : 0}`,
    `disabled_plugins = [${disabledPlugins.map(quote).join(', ')}]`,
    '[grpc]',
    `address = ${quote(paths.socket)}`,
    '[plugins."io.containerd.monitor.v1.cgroups"]',
    'no_prometheus = true',
    `[${cri}]`,
    `sandbox_image = ${quote(settings.sandboxImage)}`,
    `restrict_oom_score_adj = ${!settings.canLowerOomScore}`,
    'enable_unprivileged_ports = true',
    'enable_unprivileged_icmp = true',
    'netns_mounts_under_state_dir = true',
    'stream_server_address = "127.0.0.1"',
    'stream_server_port = "0"',
    `[${cri}.cni]`,
    `bin_dir = ${quote(settings.cniBinDir)}`,
    `conf_dir = ${quote(paths.cniConfig)}`,
    `[${cri}.registry]`,
    `config_path = ${quote(paths.registries)}`,
    `[${cri}.containerd]`,
    `snapshotter = ${quote(settings.snapshotter)}`,
    `default_runtime_name = ${quote(settings.defaultRuntime)}`,
    ...runtimes.flat(),
    '',
  ].join('\n');
}

/** A TOML basic string; JSON's escapes are among TOML's. */
function quote(text: string): string {
  return JSON.stringify(text);
}
