/** Files from ConfigMaps, Secrets and the Pod itself: what the volume types of the API's content are made of. Pure. */
import type { ConfigMap, DownwardAPIVolumeFile, KeyToPath, Secret } from '../../api/core/v1.ts';
import type { DownwardContext } from '../downward.ts';
import { fieldValue, resourceFieldValue } from '../downward.ts';
import type { Payload } from './volume.ts';

export interface Selection {
  readonly items?: readonly KeyToPath[] | undefined;
  readonly mode: number;
  readonly optional?: boolean | undefined;
}

/** Throws `configmap references non-existent config key: x`. */
export function configMapPayload(source: ConfigMap, selection: Selection): Payload {
  const all = new Map<string, Buffer>();
  for (const [key, text] of Object.entries(source.data ?? {})) all.set(key, Buffer.from(text, 'utf8'));
  for (const [key, bytes] of Object.entries(source.binaryData ?? {})) all.set(key, Buffer.from(bytes, 'base64'));
  return select(all, selection, 'configmap references non-existent config key');
}

/** Throws `references non-existent secret key: x`. */
export function secretPayload(source: Secret, selection: Selection): Payload {
  const all = new Map(Object.entries(source.data ?? {}).map(([key, bytes]) => [key, Buffer.from(bytes, 'base64')]));
  return select(all, selection, 'references non-existent secret key');
}

function select(all: ReadonlyMap<string, Buffer>, { items, mode, optional }: Selection, missing: string): Payload {
  const payload: Payload = new Map();
  if (items === undefined || items.length === 0) {
    for (const [key, data] of all) payload.set(key, { data, mode });
    return payload;
  }
  for (const { key, path, mode: own } of items) {
    const data = all.get(key);
    if (data !== undefined) payload.set(path, { data, mode: own ?? mode });
    else if (!optional) throw new Error(`${missing}: ${key}`);
  }
  return payload;
}

export function downwardPayload(
  files: readonly DownwardAPIVolumeFile[],
  context: DownwardContext,
  defaultMode: number,
): Payload {
  const payload: Payload = new Map();
  for (const { path, fieldRef, resourceFieldRef, mode = defaultMode } of files) {
    const text =
      fieldRef !== undefined
        ? fieldValue(context, fieldRef.fieldPath)
        : resourceFieldRef !== undefined
          ? resourceFieldValue(context, resourceFieldRef, resourceFieldRef.containerName ?? '')
          : '';
    payload.set(path, { data: Buffer.from(text, 'utf8'), mode });
  }
  return payload;
}
