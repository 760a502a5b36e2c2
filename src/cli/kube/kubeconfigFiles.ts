/**
 * kubeconfig files as kubectl finds and merges them: `--kubeconfig`, else each file of KUBECONFIG, else ~/.kube/config.
 * Of several files the first that sets a value or defines a name has the last word. Paths in a file start at its folder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { CommandError, messageOf } from './errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface Kubeconfig {
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, Fields>;
  readonly users: ReadonlyMap<string, Fields>;
  readonly contexts: ReadonlyMap<string, Fields>;
  /** Which file each entry comes from: 'clusters/kind' → path. */
  readonly origins: ReadonlyMap<string, string>;
  /** Those that were there. */
  readonly files: readonly string[];
}

/** Where kubectl would look. */
export function kubeconfigPaths(flag: string): readonly string[] {
  if (flag) return [flag];
  const fromEnvironment = (process.env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  return fromEnvironment.length > 0 ? [...new Set(fromEnvironment)] : [join(homedir(), '.kube', 'config')];
}

/** Files that do not exist are passed over, unless `mustExist`. Throws CommandError. */
export async function readKubeconfigFiles(paths: readonly string[], mustExist: boolean): Promise<Kubeconfig> {
  const merged = {
    currentContext: '',
    clusters: new Map<string, Fields>(),
    users: new Map<string, Fields>(),
    contexts: new Map<string, Fields>(),
    origins: new Map<string, string>(),
    files: [] as string[],
  };
  for (const path of paths) {
    if (!existsSync(path)) {
      if (mustExist) throw new CommandError(`stat ${path}: no such file or directory`);
      continue;
    }
    const root = await parseFile(path);
    merged.files.push(path);
    merged.currentContext ||= text(root, 'current-context');
    for (const [list, item] of [
      ['clusters', 'cluster'],
      ['users', 'user'],
      ['contexts', 'context'],
    ] as const) {
      for (const entry of asArray(root[list]).map(fieldsOf)) {
        const name = text(entry, 'name');
        if (merged[list].has(name)) continue;
        merged[list].set(name, withWholePaths(fieldsOf(entry[item]), dirname(path)));
        merged.origins.set(`${list}/${name}`, path);
      }
    }
  }
  return merged;
}

async function parseFile(path: string): Promise<Fields> {
  const content = readFileSync(path, 'utf8');
  try {
    if (content.startsWith('{')) return fieldsOf(JSON.parse(content));
    const { load } = await import('js-yaml');
    return fieldsOf(load(content));
  } catch (error) {
    throw new CommandError(`error loading config file "${path}": ${messageOf(error)}`);
  }
}

const pathFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

function withWholePaths(fields: Fields, folder: string): Fields {
  const result: Record<string, unknown> = { ...fields };
  for (const name of pathFields) {
    const value = text(fields, name);
    if (value && !isAbsolute(value)) result[name] = join(folder, value);
  }
  return result;
}

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
