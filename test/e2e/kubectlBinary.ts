/** Finds real kubectl binaries; installs Debian's when the machine has none. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.ts';

/** Minor versions that the API level is made for: '1.27' … '1.33'. */
export type KubectlVersion = `1.${27 | 28 | 29 | 30 | 31 | 32 | 33}`;

let found: Promise<string> | undefined;

/** Any kubectl: the one on PATH, else Debian's package. */
const anyKubectl = (): Promise<string> => (found ??= find());

/** Versioned binaries that lie beside the kubectl on PATH, oldest first; none on most machines. */
export async function kubectlVersions(): Promise<{ version: KubectlVersion; path: string }[]> {
  const folder = dirname(await anyKubectl());
  return readdirSync(folder)
    .filter((name) => /^kubectl\.1\.(2[7-9]|3[0-3])$/.test(name))
    .sort()
    .map((name) => ({ version: name.slice('kubectl.'.length) as KubectlVersion, path: join(folder, name) }));
}

/** The newest that is there. */
export async function kubectlPath(version?: KubectlVersion): Promise<string> {
  const versions = await kubectlVersions();
  const chosen = version === undefined ? versions.at(-1) : versions.find((v) => v.version === version);
  if (chosen) return chosen.path;
  if (version !== undefined) throw new Error(`kubectl ${version} is not beside ${await anyKubectl()}`);
  return anyKubectl();
}

async function find(): Promise<string> {
  const onPath = (): string | undefined =>
    (process.env.PATH ?? '')
      .split(':')
      .map((folder) => join(folder, 'kubectl'))
      .find((file) => existsSync(file));
  let file = onPath();
  if (file === undefined) {
    const { code, stderr } = await run('apt-get', ['install', '-y', '--no-install-recommends', 'kubernetes-client'], {
      timeout: 300_000,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (code !== 0) throw new Error(`kubectl is missing, and apt-get cannot install it: ${stderr}`);
    file = onPath();
  }
  if (file === undefined) throw new Error('kubernetes-client is installed, but kubectl is not on PATH');
  return realpathSync(file);
}
