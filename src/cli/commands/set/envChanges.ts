/** Environment variables as `set env` is told of them. Errors are in kubectl's words. */
import type { EnvVar, EnvVarSource } from '../../../api/core/v1.ts';
import { goQuote } from '../../../machinery/goText.ts';
import { isEnvVarName } from '../../../machinery/names.ts';

export interface EnvChanges {
  readonly set: readonly EnvVar[];
  readonly remove: readonly string[];
}

const isEnv = (text: string): boolean => /^.+=.*$|^-$/s.test(text) || text.endsWith('-');

/** Resources first, then NAME=value, NAME- and '-' for standard input; undefined when they are mixed. */
export function splitEnvArguments(
  args: readonly string[],
): { readonly resources: readonly string[]; readonly env: readonly string[] } | undefined {
  const at = args.findIndex(isEnv);
  if (at < 0) return { resources: args, env: [] };
  const env = args.slice(at);
  return env.every(isEnv) ? { resources: args.slice(0, at), env } : undefined;
}

/** @param input what standard input holds, for '-' */
export function parseEnvChanges(specs: readonly string[], input: string): EnvChanges {
  const set: EnvVar[] = [];
  const remove: string[] = [];
  for (const spec of specs) {
    const equals = spec.indexOf('=');
    if (spec === '-') {
      set.push(...linesOf(input));
    } else if (equals >= 0) {
      const name = spec.slice(0, equals);
      const complaints = isEnvVarName(name);
      if (complaints.length > 0) throw new Error(`${goQuote(name)} is not a valid key name: ${complaints.join(';')}`);
      set.push(variable(name, spec.slice(equals + 1)));
    } else if (spec.endsWith('-')) {
      remove.push(spec.slice(0, -1));
    } else {
      throw new Error(`unknown environment variable: ${spec}`);
    }
  }
  if (remove.some((name) => set.some((one) => one.name === name)))
    throw new Error('can not both modify and remove the same environment variable in the same command');
  return { set, remove };
}

function linesOf(input: string): EnvVar[] {
  return input.split('\n').flatMap((line) => {
    const text = line.split('#')[0] ?? '';
    const equals = text.indexOf('=');
    return equals < 0 ? [] : [variable(text.slice(0, equals), text.slice(equals + 1))];
  });
}

const variable = (name: string, value: string): EnvVar => ({ name, ...(value && { value }) });

/** Those that are there keep their place; new ones come last. */
export function changeEnv(present: readonly EnvVar[], { set, remove }: EnvChanges): EnvVar[] {
  const covered = new Set(remove);
  const next: EnvVar[] = [];
  for (const one of present) {
    if (covered.has(one.name)) continue;
    const newer = set.find((e) => e.name === one.name);
    if (newer) covered.add(one.name);
    next.push(newer ?? one);
  }
  for (const one of set) {
    if (covered.has(one.name)) continue;
    covered.add(one.name);
    next.push(one);
  }
  return next;
}

export function refuseOverwrites(present: readonly EnvVar[], { set }: EnvChanges): void {
  for (const { name, value = '' } of set) {
    const current = present.find((one) => one.name === name);
    if (current && (current.value ?? '') !== value)
      throw new Error(`'${name}' already has a value (${current.value ?? ''}), and --overwrite is false`);
  }
}

/** Where a value comes from, in words. */
export function referenceText(source: EnvVarSource): string {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source;
  if (configMapKeyRef) return `configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key}`;
  if (secretKeyRef) return `secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key}`;
  if (fieldRef) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef) {
    const container = resourceFieldRef.containerName ? `${resourceFieldRef.containerName}/` : '';
    return `resource field ${container}${resourceFieldRef.resource}`;
  }
  return 'invalid valueFrom';
}

/** 'a.b-c' → 'A_B_C'. */
export const envNameOf = (key: string): string => key.replaceAll(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
