/** Limits of the kernel that many Pods run into. */
import { readFile } from 'node:fs/promises';
import { about, type Check, type Finding } from '../check.ts';

const { good, suspect } = about('limits');

const number = async (path: string): Promise<number> => Number(await readFile(path, 'utf8').catch(() => 'NaN'));

/** What 100 Pods that watch files need. */
const wanted = [
  { path: '/proc/sys/fs/inotify/max_user_instances', sysctl: 'fs.inotify.max_user_instances', atLeast: 128, set: 512 },
  { path: '/proc/sys/fs/inotify/max_user_watches', sysctl: 'fs.inotify.max_user_watches', atLeast: 8192, set: 524_288 },
  { path: '/proc/sys/kernel/pid_max', sysctl: 'kernel.pid_max', atLeast: 16_384, set: 4_194_304 },
] as const;

export const limits: Check = {
  what: 'limits',
  async run() {
    const findings: Finding[] = [];
    const files = Number(/^Max open files +(\d+)/m.exec(await readFile('/proc/self/limits', 'utf8'))?.[1]);
    if (files < 1024) findings.push(suspect(`a process may open ${files} files only`, "raise it: 'ulimit -n 65536'"));
    for (const { path, sysctl, atLeast, set } of wanted) {
      const now = await number(path);
      if (now < atLeast) findings.push(suspect(`${sysctl} is ${now}`, `raise it: 'sysctl -w ${sysctl}=${set}'`));
    }
    return findings.length > 0
      ? findings
      : [good(`${files} open files a process, inotify and process numbers suffice`)];
  },
};
