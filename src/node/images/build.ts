/**
 * Makes the images of the examples, and the sandbox image, from Debian packages: real programs, without a registry.
 * An image whose definition has not changed is not built again.
 */
import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { exampleFolder, filesUnder, readDefinitions } from './definition.ts';
import type { ImageDefinition } from './definition.ts';
import { ImageLayout, mediaTypes } from './layout.ts';
import type { Descriptor, StoredImage } from './layout.ts';
import { libraryClosure } from './libraries.ts';
import { ImageBuildError, PackageFolder } from './packages.ts';
import { RootFileSystem } from './rootfs.ts';
import { tar } from './tar.ts';

export { ImageBuildError } from './packages.ts';

export interface BuildOptions {
  /** The folder of the image store. */
  readonly layoutDir: string;
  /** Names of definitions, such as pause and nginx. Default: all. */
  readonly images?: readonly string[] | undefined;
  /** Build again what is there, for newer packages. */
  readonly refresh?: boolean | undefined;
  readonly progress?: ((message: string) => void) | undefined;
}

export interface BuiltImage {
  readonly name: string;
  /** Every reference it can be pulled under. */
  readonly references: readonly string[];
  readonly digest: string;
  /** False when it was there already. */
  readonly built: boolean;
}

/** The reference of the image that holds a sandbox's namespaces; its definition is `pause`. */
export const sandboxImage = 'peapod.local/pause:1';

/** Throws ImageBuildError, which says what to do. */
export async function buildExamples(options: BuildOptions): Promise<BuiltImage[]> {
  const layout = new ImageLayout(options.layoutDir);
  const definitions = await readDefinitions(exampleFolder, options.images);
  const stored = options.refresh === true ? [] : await layout.images();
  const done: BuiltImage[] = [];
  let work: string | undefined;
  try {
    const missing: ImageDefinition[] = [];
    for (const definition of definitions) {
      const present = presentImage(definition, stored);
      if (present) done.push(result(definition, present.descriptor, false));
      else missing.push(definition);
    }
    if (missing.length > 0) {
      work = await mkdtemp(path.join(tmpdir(), 'peapod-images-'));
      const packages = new PackageFolder(work);
      options.progress?.(`fetching packages for ${missing.map((each) => each.name).join(', ')}`);
      await packages.add([...new Set(missing.flatMap((each) => each.packages))]);
      for (const definition of missing) {
        options.progress?.(`building ${definition.name}`);
        done.push(result(definition, await build(definition, packages, layout), true));
      }
    }
  } finally {
    if (work !== undefined) await rm(work, { recursive: true, force: true });
  }
  return done;
}

function presentImage(definition: ImageDefinition, stored: readonly StoredImage[]): StoredImage | undefined {
  const own = stored.filter((image) => image.inputs === definition.hash);
  const complete = referencesOf(definition).every((reference) => own.some((image) => image.reference === reference));
  return complete ? own[0] : undefined;
}

function referencesOf(definition: ImageDefinition): string[] {
  return [...definition.references, ...definition.standInFor];
}

function result(definition: ImageDefinition, descriptor: Descriptor, built: boolean): BuiltImage {
  return { name: definition.name, references: referencesOf(definition), digest: descriptor.digest, built };
}

async function build(definition: ImageDefinition, packages: PackageFolder, layout: ImageLayout): Promise<Descriptor> {
  const root = await assemble(definition, packages);
  const layer = await layout.addBlob(mediaTypes.layer, tar(root.entries()));
  const platform = { architecture: process.arch === 'x64' ? 'amd64' : process.arch, os: 'linux' };
  const config = await layout.addJson(mediaTypes.config, {
    ...platform,
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], ...definition.config },
    // The layer is not compressed, so it is its own diff.
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
    history: [{ created_by: `peapod image build-examples ${definition.name}` }],
  });
  const manifest = await layout.addJson(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config,
    layers: [layer],
  });
  const descriptor = { ...manifest, platform };
  const image = (reference: string, standIn: boolean) => ({ reference, descriptor, standIn, inputs: definition.hash });
  await layout.tag([
    ...definition.references.map((reference) => image(reference, false)),
    ...definition.standInFor.map((reference) => image(reference, true)),
  ]);
  return descriptor;
}

async function assemble(definition: ImageDefinition, packages: PackageFolder): Promise<RootFileSystem> {
  const root = new RootFileSystem();
  const sources: string[] = [];
  for (const [at, from] of Object.entries(definition.files)) {
    const source = await unpacked(packages.root, from, definition);
    sources.push(source);
    root.file(at, await readFile(source), (await stat(source)).mode & 0o7777);
  }
  for (const [at, source] of await librariesOf(sources, packages, definition)) {
    root.file(at, await readFile(source), 0o755);
  }
  if (definition.busybox) await addBusybox(root, await unpacked(packages.root, '/bin/busybox', definition));
  for (const [at, mode] of Object.entries(definition.directories)) root.directory(at, parseInt(mode, 8));
  for (const [at, target] of Object.entries(definition.links)) root.symlink(at, target);
  for (const overlay of definition.overlays) {
    for (const file of await filesUnder(overlay)) {
      // The permissions of a checkout depend on the umask; only whether a file can be run is kept.
      const mode = ((await stat(file)).mode & 0o100) === 0 ? 0o644 : 0o755;
      root.file(path.relative(overlay, file), await readFile(file), mode);
    }
  }
  return root;
}

async function librariesOf(
  programs: readonly string[],
  packages: PackageFolder,
  definition: ImageDefinition,
): Promise<ReadonlyMap<string, string>> {
  for (;;) {
    const { found, missing } = await libraryClosure(programs, packages.root);
    if (missing.length === 0) return found;
    // A library that needs another one: go one step further along the packages' dependencies.
    if (!(await packages.addLibrariesOf(packages.names))) {
      throw new ImageBuildError(
        `image ${definition.name} cannot be built: no package brings ${missing.join(', ')}`,
        "check the package sources with 'apt-get update'",
      );
    }
  }
}

/** The file that a package brought, wherever merged /usr puts it. */
async function unpacked(root: string, file: string, definition: ImageDefinition): Promise<string> {
  for (const candidate of [file, `/usr${file}`, file.replace(/^\/usr/, '')]) {
    const place = path.join(root, candidate);
    if (
      await access(place).then(
        () => true,
        () => false,
      )
    )
      return realpath(place);
  }
  throw new ImageBuildError(
    `image ${definition.name} cannot be built: none of the packages ${definition.packages.join(', ')} has ${file}`,
    'this release of the distribution may have moved it: use an image from a registry',
  );
}

/** The program once, and its tools as links to it where nothing else has the name. */
async function addBusybox(root: RootFileSystem, program: string): Promise<void> {
  root.file('/bin/busybox', await readFile(program), 0o755);
  const { stdout } = await promisify(execFile)(program, ['--list-full']);
  for (const tool of stdout.trim().split('\n')) {
    const at = `/${tool}`;
    if (!root.has(at)) root.symlink(at, '/bin/busybox');
  }
}
