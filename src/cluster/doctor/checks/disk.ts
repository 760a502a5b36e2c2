import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad, suspect } = about('disk');

const mebibyte = 1024 * 1024;
/** What `peapod up` asks for, and what some images and logs may need soon. */
const needed = 500;
const comfortable = 2000;
/** Where nodes begin to evict Pods: kubelet's default `nodefs.available<10%` and `nodefs.inodesFree<5%`. */
const evictBelow = 0.1;
const evictInodesBelow = 0.05;

export const disk: Check = {
  what: 'disk',
  async run({ layout }) {
    const { folder, stats } = await nearest(layout.data);
    const free = Math.floor((stats.bavail * stats.bsize) / mebibyte);
    const share = stats.bavail / stats.blocks;
    const findings: Finding[] = [];
    const room = `make room on the disk of ${folder}: 'peapod image rm', 'du -xh ${folder} | sort -h | tail'`;
    if (free < needed) findings.push(bad(`${free} MiB are free; Peapod needs ${needed}`, room));
    else if (share < evictBelow)
      findings.push(bad(`${Math.floor(share * 100)} % are free: below 10 % the node evicts Pods`, room));
    else if (free < comfortable) findings.push(suspect(`${free} MiB are free; images and logs may need more`, room));
    if (stats.files > 0 && stats.ffree / stats.files < evictInodesBelow)
      findings.push(bad(`${stats.ffree} of ${stats.files} inodes are free: below 5 % the node evicts Pods`, room));
    return findings.length > 0 ? findings : [good(`${(free / 1024).toFixed(1)} GiB free for ${layout.data}`)];
  },
};

/** Of the folder, or of the nearest one above it that there is. */
async function nearest(of: string) {
  for (let folder = path.resolve(of); ; folder = path.dirname(folder)) {
    const stats = await statfs(folder).catch(() => undefined);
    if (stats) return { folder, stats };
    if (folder === '/') throw new Error('the root file system cannot be read');
  }
}
