/** Which TCP ports are free, and who has one that is not. */
import { readFile, readdir, readlink } from 'node:fs/promises';
import net from 'node:net';
import { UserError } from '../userError.ts';

/** Whether a server could listen there now. @param host Default: on every address. */
export function isPortFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Throws UserError that names who has the port. @param option The command's option that chooses another one. */
export async function checkPort(port: number, purpose: string, option: string): Promise<void> {
  if (await isPortFree(port)) return;
  const holder = await portHolder(port);
  throw new UserError(
    `port ${port}, for ${purpose}, is taken${holder === undefined ? '' : ` by ${holder.command} (pid ${holder.pid})`}`,
    `stop that program, or choose another port with ${option}`,
  );
}

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** The process that listens on the port; undefined when it cannot be told. */
async function portHolder(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (!inodes.has(target)) continue;
      const command = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process')).trim();
      return { pid: Number(pid), command };
    }
  }
  return undefined;
}

/** Inodes of the sockets that listen on the port, from the text of /proc/net/tcp. */
export function listeningInodes(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const listens = fields[3] === '0A' && fields[1]?.endsWith(`:${hex}`) === true;
      return listens && fields[9] !== undefined ? [fields[9]] : [];
    });
}
