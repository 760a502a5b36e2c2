/** One kubeconfig file: read, changed in place, and written with everything in it that is not ours to know. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseYaml } from '../../../machinery/yaml/parse.ts';
import { printYaml } from '../../../machinery/yaml/print.ts';
import { CommandError, messageOf } from '../../kube/errors.ts';
import { isJsonObject, type JsonObject } from '../../kube/json.ts';
import { kubeconfigPaths, type Kubeconfig } from '../../kube/kubeconfigFiles.ts';

/** The file to change: the entry's own, else the first that exists, else the one that would be read. */
export function fileToChange(config: Kubeconfig, entry: string, flag: string): string {
  return config.origins.get(entry) ?? config.files[0] ?? kubeconfigPaths(flag).at(-1) ?? '';
}

/** Throws CommandError. */
export function changeFile(path: string, change: (root: JsonObject) => JsonObject): void {
  let root: unknown = {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: {},
    clusters: [],
    contexts: [],
    users: [],
    'current-context': '',
  };
  try {
    if (existsSync(path)) root = parseYaml(readFileSync(path, 'utf8'));
    if (!isJsonObject(root)) throw new Error('it is not a kubeconfig');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, printYaml(change(root)), { mode: 0o600 });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`cannot change ${path}: ${messageOf(error)}`);
  }
}

/** The list with an entry of that name replaced, added, or (undefined) left out. */
export function withEntry(list: unknown, name: string, item: string, value: JsonObject | undefined): unknown[] {
  const entries = Array.isArray(list) ? (list as readonly unknown[]).filter(isJsonObject) : [];
  const others = entries.filter((e) => e['name'] !== name);
  if (value === undefined) return others;
  const entry = { name, [item]: value };
  return entries.length === others.length
    ? [...entries, entry]
    : entries.map((e) => (e['name'] === name ? { ...e, ...entry } : e));
}
