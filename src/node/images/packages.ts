/** Debian packages as a source of files: downloaded and unpacked into a folder, never installed. */
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An image cannot be built. `hint` says what to do. */
export class ImageBuildError extends Error {
  override readonly name = 'ImageBuildError';
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** Packages unpacked over one another in one folder, each at most once. */
export class PackageFolder {
  readonly root: string;
  readonly #downloads: string;
  readonly #present = new Set<string>();

  /** @param work An empty folder of the caller's, who removes it. */
  constructor(work: string) {
    this.root = path.join(work, 'root');
    this.#downloads = path.join(work, 'packages');
  }

  /** Downloads and unpacks them, with the shared-library packages that they need and this machine does not have. */
  async add(names: readonly string[]): Promise<void> {
    const wanted = names.filter((name) => !this.#present.has(name));
    if (wanted.length === 0) return;
    // Each run of apt takes about a second to read its lists: these two run side by side.
    const [libraries] = await Promise.all([this.#missingLibraries(wanted), this.#unpack(wanted)]);
    await this.#unpack(libraries);
  }

  /** The library packages that these depend on; false when all were there already. */
  async addLibrariesOf(names: Iterable<string>): Promise<boolean> {
    const missing = await this.#missingLibraries([...names]);
    await this.#unpack(missing);
    return missing.length > 0;
  }

  get names(): readonly string[] {
    return [...this.#present];
  }

  async #missingLibraries(names: readonly string[]): Promise<string[]> {
    const options = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances', 'pre-depends'];
    const { stdout } = await apt('apt-cache', ['depends', ...options.map((each) => `--no-${each}`), ...names]);
    const libraries = [...stdout.matchAll(/^ *\|?Depends: (lib[^\s<>:]+)$/gm)].flatMap((match) => match[1] ?? []);
    const candidates = [...new Set(libraries)].filter((name) => !this.#present.has(name) && !names.includes(name));
    if (candidates.length === 0) return [];
    // dpkg-query fails when it does not know one of them; what it prints counts all the same.
    const query = run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Abbrev}\n', ...candidates]);
    const known = await query.then(
      ({ stdout }) => stdout,
      (error: { readonly stdout?: string }) => error.stdout ?? '',
    );
    const installed = new Set([...known.matchAll(/^(\S+) ii/gm)].map((match) => match[1]));
    return candidates.filter((name) => !installed.has(name));
  }

  async #unpack(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await mkdir(this.#downloads, { recursive: true });
    await mkdir(this.root, { recursive: true });
    const before = new Set(await readdir(this.#downloads));
    await download(names, this.#downloads);
    for (const file of await readdir(this.#downloads)) {
      if (!before.has(file)) await run('dpkg-deb', ['-x', path.join(this.#downloads, file), this.root]);
    }
    for (const name of names) this.#present.add(name);
  }
}

/** A machine whose lists of packages are missing or old gets new ones, once. */
async function download(names: readonly string[], folder: string): Promise<void> {
  const args = ['download', '-q', '-o', 'APT::Sandbox::User=root', ...names];
  try {
    await apt('apt-get', args, folder);
  } catch (error) {
    if (error instanceof ImageBuildError) throw error;
    await apt('apt-get', ['update', '-q']).catch(() => {});
    try {
      await apt('apt-get', args, folder);
    } catch (error) {
      const stderr = (error as { readonly stderr?: string }).stderr ?? '';
      const reason = /^E: (.*)$/m.exec(stderr)?.[1] ?? 'apt-get failed';
      throw new ImageBuildError(
        `the packages ${names.join(', ')} cannot be downloaded: ${reason}`,
        "check the package sources with 'apt-get update'",
        { cause: error },
      );
    }
  }
}

async function apt(program: string, args: readonly string[], cwd?: string): Promise<{ readonly stdout: string }> {
  try {
    return await run(program, args, { cwd, env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ImageBuildError(
      `the example images are made of Debian packages, and this machine has no ${program}`,
      "use images from a registry, or bring an archive with 'peapod image import'",
    );
  }
}
