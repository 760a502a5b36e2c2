/**
 * Tells containerd where to pull from: a hosts.toml for each registry under its `config_path`. containerd reads them at
 * each pull, so a change needs no restart. Folders of other names are the user's, for registries with a CA of their own.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The registry that exists nowhere but on this machine. */
const localRegistry = 'peapod.local';

/** Puts the mirror before every registry, and in the place of our own. */
export async function writeRegistries(folder: string, mirrorUrl: string): Promise<void> {
  const mirror = `[host."${mirrorUrl}"]\n  capabilities = ["pull", "resolve"]\n`;
  // containerd before 1.7 does not accept a file that names a server and no host.
  await Promise.all([
    writeHosts(path.join(folder, '_default'), mirror),
    writeHosts(path.join(folder, localRegistry), `server = "${mirrorUrl}"\n${mirror}`),
  ]);
}

async function writeHosts(folder: string, text: string): Promise<void> {
  const file = path.join(folder, 'hosts.toml');
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, `# Written by Peapod at each start.\n${text}`);
  await rename(`${file}.new`, file);
}
