/** Links and routes of the network namespace that we are in, by ip(8): /sys would tell of the one that mounted it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs ip and reads its JSON; an empty list where it has nothing to tell, or there is no such thing. */
export async function ipJson<T>(...args: readonly string[]): Promise<readonly T[]> {
  try {
    const { stdout } = await promisify(execFile)('ip', ['-j', ...args]);
    // A named seam: each caller names the fields of ip's output that it reads.
    return stdout.trim() === '' ? [] : (JSON.parse(stdout) as T[]);
  } catch {
    return [];
  }
}

/** The names of links, chosen as `ip link show` does: ('type', 'bridge'), ('master', 'peapod0'). */
export async function linkNames(...selection: readonly string[]): Promise<string[]> {
  const links = await ipJson<{ readonly ifname?: string }>('link', 'show', ...selection);
  return links.flatMap(({ ifname }) => ifname ?? []);
}

/** The way out: its link, and the largest packet that it carries. undefined on a machine without one. */
export async function defaultRoute(): Promise<{ readonly link: string; readonly mtu: number | undefined } | undefined> {
  const [route] = await ipJson<{ readonly dev?: string }>('route', 'show', 'default');
  if (route?.dev === undefined) return undefined;
  const [link] = await ipJson<{ readonly mtu?: number }>('link', 'show', 'dev', route.dev);
  return { link: route.dev, mtu: link?.mtu };
}
