/** What `--from-literal`, `--from-file` and `--from-env-file` name: keys and their bytes. Errors are in kubectl's words. */
import { readFileSync, readdirSync, statSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { goQuote } from '../../machinery/goText.ts';
import { isEnvVarName } from '../../machinery/names.ts';

export interface ConfigSources {
  readonly literals: readonly string[];
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
}

export interface Entry {
  readonly key: string;
  readonly bytes: Buffer;
}

/** In the order in which kubectl takes them in: files before literals for ConfigMaps, literals first for Secrets. */
export function readConfigSources(sources: ConfigSources, order: 'files first' | 'literals first'): Entry[] {
  if (sources.envFiles.length > 0 && (sources.files.length > 0 || sources.literals.length > 0))
    throw new Error('from-env-file cannot be combined with from-file or from-literal');
  const files = (): Entry[] => sources.files.flatMap(fromFile);
  const literals = (): Entry[] => sources.literals.map(fromLiteral);
  const first = order === 'files first' ? [...files(), ...literals()] : [...literals(), ...files()];
  return [...first, ...sources.envFiles.flatMap(fromEnvFile)];
}

function fromLiteral(source: string): Entry {
  const equals = source.indexOf('=');
  if (equals <= 0) throw new Error(`invalid literal source ${source}, expected key=value`);
  return { key: source.slice(0, equals), bytes: Buffer.from(source.slice(equals + 1)) };
}

function fromFile(source: string): Entry[] {
  const { key, path } = fileSource(source);
  if (!statOf(path).isDirectory()) return [{ key, bytes: readFileSync(path) }];
  if (source.includes('=')) throw new Error('cannot give a key name for a directory path');
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ key: name, bytes: readFileSync(join(path, name)) }));
}

function fileSource(source: string): { readonly key: string; readonly path: string } {
  const parts = source.split('=');
  const [first = '', second = ''] = parts;
  if (parts.length === 1) return { key: basename(source), path: source };
  if (parts.length > 2) throw new Error("key names or file paths cannot contain '='");
  if (first === '') throw new Error(`key name for file path ${second} missing`);
  if (second === '') throw new Error(`file path for key name ${first} missing`);
  return { key: first, path: second };
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw new Error(`error reading ${path}: ${goErrno(error)}`, { cause: error });
  }
}

/** What Go calls an error of the file system. */
export function goErrno(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const names: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    ENOTDIR: 'not a directory',
    EISDIR: 'is a directory',
  };
  return (typeof code === 'string' && names[code]) || (error instanceof Error ? error.message : String(error));
}

/** Lines of NAME=value; a name alone takes its value from the environment. */
function fromEnvFile(path: string): Entry[] {
  if (statOf(path).isDirectory()) throw new Error('env config file cannot be a directory');
  return envLines(readFileSync(path), path).map(({ name, value }) => ({ key: name, bytes: Buffer.from(value) }));
}

function envLines(bytes: Buffer, path: string): { readonly name: string; readonly value: string }[] {
  const text = bytes.toString().replace(/^\uFEFF/, '');
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.includes('\uFFFD')) throw new Error(`env file ${path} contains invalid utf8 bytes at line ${i + 1}`);
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const equals = trimmed.indexOf('=');
    const name = equals < 0 ? trimmed : trimmed.slice(0, equals);
    const [complaint] = isEnvVarName(name);
    if (complaint) throw new Error(`${goQuote(name)} is not a valid key name: ${isEnvVarName(name).join(';')}`);
    return [{ name, value: equals < 0 ? (process.env[name] ?? '') : trimmed.slice(equals + 1) }];
  });
}
