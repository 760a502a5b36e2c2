/** What the kernel must offer to containers and their network. */
import { readFile, stat } from 'node:fs/promises';
import { release } from 'node:os';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad, suspect } = about('kernel');

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

export const kernel: Check = {
  what: 'kernel',
  async run() {
    const findings: Finding[] = [];
    const fileSystems = await readFile('/proc/filesystems', 'utf8');
    if (!/\boverlay$/m.test(fileSystems) && !(await isThere('/sys/module/overlay')))
      findings.push(
        bad('it has no overlay file system, which images are unpacked on', "load the module: 'modprobe overlay'"),
      );
    const namespaces = ['net', 'mnt', 'pid', 'ipc', 'uts'];
    const missing: string[] = [];
    for (const name of namespaces) if (!(await isThere(`/proc/self/ns/${name}`))) missing.push(name);
    if (missing.length > 0)
      findings.push(bad(`it has no ${missing.join(', ')} namespaces`, 'boot a kernel that is built with them'));
    if (!(await isThere('/proc/sys/net/bridge')))
      findings.push(
        suspect(
          'it does not filter bridges, so that NetworkPolicies do not hold between Pods of one node',
          "load the module: 'modprobe br_netfilter'",
        ),
      );
    return findings.length > 0 ? findings : [good(`${release()}: overlay, namespaces and bridge filtering are there`)];
  },
};
