/**
 * Objects as -f names them: files, folders (with -R also below), http(s) URLs, and '-' for standard input. Lists are
 * unfolded. Throws CommandError in kubectl's words.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { CommandError, messageOf } from './errors.ts';
import { parseYamlStream } from '../../machinery/yaml/parse.ts';
import type { JsonObject } from './json.ts';

export interface ManifestObject {
  /** The file, the URL, or 'STDIN'. */
  readonly source: string;
  readonly object: JsonObject & { readonly apiVersion: string; readonly kind: string };
}

export interface Manifests {
  readonly objects: readonly ManifestObject[];
  /** Whether one file was named, so that one object in it stands for itself and not for a list of one. */
  readonly single: boolean;
}

export interface FilenameValues {
  readonly filename: readonly string[];
  readonly kustomize: string;
  readonly recursive: boolean;
  /** What `--validate` says, of verbs that have it: an object without a type is told of as invalid then. */
  readonly validate?: string;
}

const extensions = ['.json', '.yaml', '.yml'];

export async function readManifestFiles(files: FilenameValues): Promise<Manifests> {
  const { filename, kustomize, recursive, validate = 'ignore' } = files;
  const strict = validate !== 'ignore' && validate !== 'false';
  if (kustomize)
    throw new CommandError(
      `-k is not supported by peapod. Build the folder with kustomize and pipe the result: kustomize build ${kustomize} | peapod … -f -`,
    );
  const objects: ManifestObject[] = [];
  let single = filename.length === 1;
  for (const name of filename) {
    if (name === '-') {
      single = false;
      objects.push(...parse(await textOf(process.stdin), 'STDIN', strict));
    } else if (/^https?:\/\//.test(name)) objects.push(...parse(await download(name), name, strict));
    else {
      const paths = filesOf(name, recursive);
      if (paths.length !== 1 || paths[0] !== name) single = false;
      for (const path of paths) objects.push(...parse(readFileSync(path, 'utf8'), path, strict));
    }
  }
  return { objects, single: single && objects.length === 1 };
}

function filesOf(name: string, recursive: boolean): string[] {
  let stat;
  try {
    stat = statSync(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new CommandError(`the path "${name}" does not exist`);
    throw new CommandError(`the path "${name}" cannot be accessed: ${messageOf(error)}`);
  }
  if (!stat.isDirectory()) return [name];
  const files = walk(name, recursive).filter((file) => extensions.includes(extname(file)));
  if (files.length === 0)
    throw new CommandError(`error reading [${name}]: recognized file extensions are [${extensions.join(' ')}]`);
  return files;
}

function walk(folder: string, recursive: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return recursive ? walk(path, true) : [];
      return [path];
    });
}

async function download(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new CommandError(`unable to read URL "${url}": ${messageOf(error)}`);
  }
  if (!response.ok)
    throw new CommandError(
      `unable to read URL "${url}", server reported ${response.status} ${response.statusText}, status code=${response.status}`,
    );
  return response.text();
}

function parse(content: string, source: string, strict: boolean): ManifestObject[] {
  return documentsOf(content, source).flatMap((document) => {
    if (strict && isObject(document)) requireType(document, source);
    return unfold(document, source);
  });
}

function documentsOf(content: string, source: string): readonly unknown[] {
  const trimmed = content.trimStart();
  if (trimmed.startsWith('{')) {
    try {
      return [JSON.parse(trimmed)];
    } catch {
      // Several JSON documents, or YAML in flow style.
    }
  }
  return yamlDocuments(content, source);
}

function yamlDocuments(content: string, source: string): readonly unknown[] {
  try {
    return parseYamlStream(content);
  } catch (error) {
    throw new CommandError(`error parsing ${source}: error converting YAML to JSON: yaml: ${messageOf(error)}`);
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function requireType({ apiVersion, kind }: JsonObject, source: string): void {
  const missing = [...(apiVersion ? [] : ['apiVersion not set']), ...(kind ? [] : ['kind not set'])];
  if (missing.length === 0) return;
  const told = missing.length === 1 ? missing.join('') : `[${missing.join(', ')}]`;
  throw new CommandError(
    `error validating ${JSON.stringify(source)}: error validating data: ${told}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function unfold(document: unknown, source: string): ManifestObject[] {
  if (!isObject(document))
    throw new CommandError(
      `unable to decode ${JSON.stringify(source)}: couldn't get version/kind; json parse error: json: cannot unmarshal ${typeof document} into Go value of type struct`,
    );
  const { apiVersion, kind, items } = document;
  const shown = (): string => JSON.stringify(document);
  if (typeof kind !== 'string' || kind === '')
    throw new CommandError(`unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${shown()}'`);
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw new CommandError(
      `unable to decode ${JSON.stringify(source)}: Object 'apiVersion' is missing in '${shown()}'`,
    );
  if (kind.endsWith('List') && Array.isArray(items)) return items.flatMap((item) => unfold(item, source));
  return [{ source, object: { ...document, apiVersion, kind } }];
}
