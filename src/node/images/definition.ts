/** What an image of ours is made of: `images/<name>/image.json`, and beside it `root/`, whose files it holds as they are. */
import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

export interface ImageDefinition {
  readonly name: string;
  /** Full references under which it can always be pulled. */
  readonly references: readonly string[];
  /** Full references of public images in whose place it is offered while their registry cannot be reached. */
  readonly standInFor: readonly string[];
  /** Debian packages to take files from. */
  readonly packages: readonly string[];
  /** Path in the image → path in a package. A program's shared libraries come along. */
  readonly files: Readonly<Record<string, string>>;
  /** Path → permissions in octal. */
  readonly directories: Readonly<Record<string, string>>;
  /** Path → target of the symbolic link. */
  readonly links: Readonly<Record<string, string>>;
  /** Whether it has busybox's shell and tools. */
  readonly busybox: boolean;
  /** As the `config` of an OCI image configuration. */
  readonly config: object;
  /** Folders whose files it holds at the same paths; a later one wins. */
  readonly overlays: readonly string[];
  /** Changes with everything above and with the files in root/. */
  readonly hash: string;
}

/** The definitions that come with Peapod. */
export const exampleFolder = path.resolve(import.meta.dirname, '../../../images');

/** Part of every hash: raise it when the way of building changes. */
const buildVersion = 1;

export async function readDefinitions(folder: string, names?: readonly string[]): Promise<ImageDefinition[]> {
  const present = (await readdir(folder, { withFileTypes: true }))
    .filter((each) => each.isDirectory())
    .map((each) => each.name);
  const unknown = names?.find((name) => !present.includes(name));
  if (unknown !== undefined) {
    throw new Error(`no image definition named ${JSON.stringify(unknown)}: there are ${present.sort().join(', ')}`);
  }
  return Promise.all((names ?? present.sort()).map((name) => readDefinition(path.join(folder, name))));
}

async function readDefinition(folder: string): Promise<ImageDefinition> {
  const text = await readFile(path.join(folder, 'image.json'), 'utf8');
  const hash = createHash('sha256').update(`${buildVersion} ${process.arch}\n${text}`);
  // A named seam: definitions are part of the program.
  const given = JSON.parse(text) as Partial<ImageDefinition>;
  const overlays = [...(given.busybox === true ? [toolsOf(folder)] : []), path.join(folder, 'root')];
  for (const overlay of overlays) {
    for (const file of await filesUnder(overlay)) {
      hash.update(`${path.relative(overlay, file)} ${(await stat(file)).mode & 0o100}\n`).update(await readFile(file));
    }
  }
  return {
    standInFor: [],
    references: [],
    packages: [],
    files: {},
    directories: {},
    links: {},
    busybox: false,
    config: {},
    ...given,
    name: path.basename(folder),
    overlays,
    hash: hash.digest('hex'),
  };
}

/** What busybox as Debian builds it lacks is the same in every image that has it. */
function toolsOf(folder: string): string {
  return path.join(folder, '../busybox/tools');
}

/** Absolute paths, in order. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((each) => each.isFile())
    .map((each) => path.join(each.parentPath, each.name))
    .sort();
}
