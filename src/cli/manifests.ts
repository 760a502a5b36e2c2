/** Manifests as people write them: one or more YAML or JSON documents a file, Lists unfolded. */
import { readFileSync } from 'node:fs';
import { parseYamlStream } from '../machinery/yaml/parse.ts';
import type { KubeObject } from '../machinery/object.ts';
import { UserError } from '../cluster/userError.ts';

export interface Manifest {
  readonly file: string;
  readonly object: KubeObject & { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
}

/** Throws UserError that names the file and what is wrong with it. */
export function readManifests(files: readonly string[]): Manifest[] {
  return files.flatMap((file) => {
    let documents: unknown[];
    try {
      documents = parseYamlStream(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new UserError(
        `${file}: ${error instanceof Error ? error.message : String(error)}`,
        'mend the file, then run this again',
      );
    }
    const manifests = documents
      .filter((d) => d !== null && d !== undefined)
      .flatMap(unfold)
      .map((d) => manifestOf(file, d));
    if (manifests.length === 0)
      throw new UserError(
        `${file}: no objects in it`,
        'a manifest holds objects with apiVersion, kind and metadata.name',
      );
    return manifests;
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function unfold(document: unknown): unknown[] {
  return isRecord(document) && document.kind === 'List' && Array.isArray(document.items) ? document.items : [document];
}

function manifestOf(file: string, document: unknown): Manifest {
  const refuse = (what: string): never => {
    throw new UserError(`${file}: ${what}`, 'an object needs apiVersion, kind and metadata.name');
  };
  if (!isRecord(document)) return refuse('a document is not an object');
  const { apiVersion, kind, metadata } = document;
  if (typeof apiVersion !== 'string' || apiVersion === '') return refuse('apiVersion is not set');
  if (typeof kind !== 'string' || kind === '') return refuse('kind is not set');
  if (!isRecord(metadata) || typeof metadata.name !== 'string') return refuse(`a ${kind} has no metadata.name`);
  if (metadata.namespace !== undefined && typeof metadata.namespace !== 'string')
    return refuse(`metadata.namespace of ${kind} ${metadata.name} is not a string`);
  return {
    file,
    object: {
      ...document,
      apiVersion,
      kind,
      metadata: { ...metadata, name: metadata.name, ...(metadata.namespace && { namespace: metadata.namespace }) },
    },
  };
}
