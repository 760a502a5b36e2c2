/** The environment of a container, from envFrom, env and Services; later names win, and `$(NAME)` refers to earlier ones. */
import type { ConfigMap, Container, EnvVarSource, Secret } from '../api/core/v1.ts';
import type { DownwardContext } from './downward.ts';
import { fieldValue, resourceFieldValue } from './downward.ts';
import { expand } from './expansion.ts';

/** ConfigMaps and Secrets of the Pod's namespace; undefined when there is none. */
export interface References {
  configMap(name: string): Promise<ConfigMap | undefined>;
  secret(name: string): Promise<Secret | undefined>;
}

/** Something that the Pod refers to is not there (or not yet): the container waits for it. */
class MissingReference extends Error {
  override readonly name = 'MissingReference';
}

export interface EnvironmentInput {
  readonly container: Container;
  readonly downward: DownwardContext;
  readonly references: References;
  readonly serviceVariables: ReadonlyMap<string, string>;
  /** Told of keys of envFrom that cannot be variable names: `configMap ns/name` and the keys. */
  skipped(source: string, keys: readonly string[]): void;
}

export type Variables = ReadonlyMap<string, string>;

export async function environmentOf(input: EnvironmentInput): Promise<Variables> {
  const { container, references, downward } = input;
  const result = new Map<string, string>();
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const source =
      configMapRef !== undefined
        ? await configMapData(references, configMapRef.name ?? '', configMapRef.optional)
        : secretRef !== undefined
          ? await secretData(references, secretRef.name ?? '', secretRef.optional)
          : {};
    const invalid: string[] = [];
    for (const [key, value] of Object.entries(source)) {
      if (isVariableName(prefix + key)) result.set(prefix + key, value);
      else invalid.push(prefix + key);
    }
    if (invalid.length === 0) continue;
    const kind = configMapRef !== undefined ? 'configMap' : 'secret';
    input.skipped(
      `${kind} ${downward.pod.metadata.namespace}/${(configMapRef ?? secretRef)?.name ?? ''}`,
      invalid.sort(),
    );
  }
  const lookup = (name: string): string | undefined => result.get(name) ?? input.serviceVariables.get(name);
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = valueFrom === undefined ? expand(value ?? '', lookup) : await valueOf(input, valueFrom);
    if (found !== undefined) result.set(name, found);
  }
  for (const [name, value] of input.serviceVariables) if (!result.has(name)) result.set(name, value);
  return result;
}

/** Any printable ASCII but `=` (Kubernetes 1.32 and later). */
const isVariableName = (name: string): boolean => /^[\x20-\x3c\x3e-\x7e]+$/.test(name);

async function valueOf(
  { container, downward, references }: EnvironmentInput,
  source: EnvVarSource,
): Promise<string | undefined> {
  const { namespace } = downward.pod.metadata;
  if (source.fieldRef !== undefined) return fieldValue(downward, source.fieldRef.fieldPath);
  if (source.resourceFieldRef !== undefined)
    return resourceFieldValue(downward, source.resourceFieldRef, container.name);
  if (source.configMapKeyRef !== undefined) {
    const { name = '', key, optional } = source.configMapKeyRef;
    const data = await configMapData(references, name, optional);
    if (data[key] === undefined && !optional)
      throw new MissingReference(`couldn't find key ${key} in ConfigMap ${namespace}/${name}`);
    return data[key];
  }
  if (source.secretKeyRef !== undefined) {
    const { name = '', key, optional } = source.secretKeyRef;
    const data = await secretData(references, name, optional);
    if (data[key] === undefined && !optional)
      throw new MissingReference(`couldn't find key ${key} in Secret ${namespace}/${name}`);
    return data[key];
  }
  return undefined;
}

async function configMapData(
  references: References,
  name: string,
  optional = false,
): Promise<Readonly<Record<string, string>>> {
  const found = await references.configMap(name);
  if (found === undefined && !optional) throw new MissingReference(`configmap "${name}" not found`);
  return found?.data ?? {};
}

async function secretData(
  references: References,
  name: string,
  optional = false,
): Promise<Readonly<Record<string, string>>> {
  const found = await references.secret(name);
  if (found === undefined && !optional) throw new MissingReference(`secret "${name}" not found`);
  return Object.fromEntries(
    Object.entries(found?.data ?? {}).map(([k, v]) => [k, Buffer.from(v, 'base64').toString('utf8')]),
  );
}
