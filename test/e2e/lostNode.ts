/** Makes a further node of the machine fail as if its machine had: its link is cut, and everything that runs on it dies. */
import assert from 'node:assert/strict';
import { furtherNodes } from '../../src/cluster/nodeConfig.ts';
import type { TestCluster } from './cluster.ts';
import { run } from './command.ts';

export interface LostNode {
  /** Its link is up again, towards the machine's address; the node itself is started by the cluster. */
  restore(gateway: string): Promise<void>;
}

export async function loseNode({ layout }: TestCluster, name: string): Promise<LostNode> {
  const lost = furtherNodes(layout).find(({ config }) => config.nodeName === name) ?? assert.fail('not there');
  const ip = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await run('nsenter', [`--net=${lost.layout.namespace}`, 'ip', ...args]);
    assert.equal(code, 0, stderr);
  };
  const { data, run: runDirectory, name: cgroups } = lost.layout;
  const processes = await run('sh', [
    '-c',
    `pgrep -f '${data}|${runDirectory}/|--node ${name}'; cat $(find /sys/fs/cgroup -path '*/${cgroups}/*' -name cgroup.procs)`,
  ]);
  await ip('link', 'set', 'eth0', 'down');
  for (const pid of new Set(processes.stdout.split('\n').map(Number).filter(Boolean))) kill(pid);
  return {
    async restore(gateway) {
      await ip('link', 'set', 'eth0', 'up');
      await ip('route', 'replace', 'default', 'via', gateway);
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It may have ended with another one.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
