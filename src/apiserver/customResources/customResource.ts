/** The registration of one version of a custom resource: the same shape that built-in kinds have, made of a definition. */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
  JSONSchemaProps,
} from '../../api/apiextensions/v1.ts';
import { forbidden } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { isQualifiedName } from '../../machinery/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { once } from '../../machinery/once.ts';
import type { Resource } from '../../machinery/resource.ts';
import { structuralCodec } from '../../machinery/structural/codec.ts';
import type { StructuralCodec } from '../../machinery/structural/codec.ts';
import { resourceType } from '../../machinery/structural/fieldType.ts';
import type { ObjectSubresource, Registration, Strategy } from '../registration.ts';
import { allVerbs } from '../resources/shared/verbs.ts';
import { compileJsonPath } from './jsonPath.ts';
import { rulesOf } from './libraries.ts';
import { printerTable } from './printerTable.ts';
import { scaleErrors, scaleSubresource } from './scale.ts';
import { compareVersions } from '../../machinery/versionOrder.ts';

interface Loose extends KubeObject {
  status?: unknown;
}

/** The resource of one version, under the names that were accepted. */
export function resourceOf({ spec, status }: CustomResourceDefinition, version: string): Resource {
  const names = status?.acceptedNames ?? spec.names;
  return {
    group: spec.group,
    version,
    resource: names.plural,
    kind: names.kind,
    listKind: names.listKind || `${names.kind}List`,
    singular: names.singular || names.kind.toLowerCase(),
    namespaced: spec.scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
  };
}

/** Libraries must have been loaded (libraries.ts). `isTerminating` is asked with each creation. */
export function customResource(
  definition: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  isTerminating: boolean,
): Registration {
  const resource = resourceOf(definition, version.name);
  const storage = definition.spec.versions.find((each) => each.storage)?.name ?? version.name;
  const schema: JSONSchemaProps = version.schema?.openAPIV3Schema ?? {
    'x-kubernetes-preserve-unknown-fields': true,
    type: 'object',
  };
  const codec = structuralCodec(resource, schema, () => rulesOf(schema));
  const { scale, status } = version.subresources ?? {};
  const selectable = (version.selectableFields ?? []).map(({ jsonPath }) => ({
    name: jsonPath.replace(/^\./, ''),
    find: compileJsonPath(jsonPath),
  }));
  const hasStatus = status !== undefined;
  return {
    resource,
    verbs: allVerbs,
    ...(isTerminating && { listedVerbs: ['delete', 'deletecollection', 'get', 'list', 'watch'] }),
    table: printerTable(version.additionalPrinterColumns),
    strategy: strategyOf(resource, version, codec, isTerminating),
    subresources: {
      ...(hasStatus && { status: statusSubresource(version, codec) }),
      ...(scale && { scale: scaleSubresource(resource, scale, withGeneration) }),
    },
    ...(selectable.length > 0 && {
      selectableFields: (object: KubeObject) =>
        Object.fromEntries(selectable.map(({ name, find }) => [name, textOf(find(object)[0])])),
    }),
    storedAs: {
      resource: { ...resource, version: storage },
      toStored: (object) => object,
      fromStored: (object) => codec.read(object),
    },
    requestWarnings: version.deprecated ? [version.deprecationWarning ?? deprecation(definition, version.name)] : [],
    custom: {
      codec,
      type: once(() => resourceType(schema)),
      listKind: resource.listKind ?? '',
      schema: version.schema?.openAPIV3Schema,
      selectableFields: selectable.map(({ name }) => name),
    },
  };
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function strategyOf(
  resource: Resource,
  { subresources }: CustomResourceDefinitionVersion,
  codec: StructuralCodec,
  isTerminating: boolean,
): Strategy<Loose> {
  const hasStatus = subresources?.status !== undefined;
  const scale = subresources?.scale;
  const scaled = (object: KubeObject) => (scale ? scaleErrors(object, scale, false) : []);
  return {
    prepareForCreate(object) {
      if (isTerminating) {
        const why = 'create not allowed while custom resource definition is terminating';
        throw forbidden(resource, object.metadata?.name ?? '', why);
      }
      if (hasStatus) delete object.status;
      (object.metadata ??= {}).generation = 1;
    },
    prepareForUpdate(object, old) {
      if (hasStatus) {
        if (old.status === undefined) delete object.status;
        else object.status = old.status;
      }
      const generation = withGeneration(object, old).metadata?.generation;
      if (generation !== undefined) (object.metadata ??= {}).generation = generation;
    },
    validate: (object) => [...codec.validate(object, undefined), ...scaled(object)],
    validateUpdate: (object, old) => [...codec.validate(object, old), ...scaled(object)],
    warnings: finalizerWarnings,
  };
}

/** One generation more when anything but the metadata says something else than before. */
function withGeneration(object: KubeObject, old: KubeObject): KubeObject {
  const { metadata: _, ...rest } = object;
  const { metadata: before, ...was } = old;
  if (semanticEqual(rest, was)) return object;
  return { ...object, metadata: { ...object.metadata, generation: (before?.generation ?? 0) + 1 } };
}

/** Nothing but the status is changed by it, and who manages what. */
function statusSubresource(
  { subresources }: CustomResourceDefinitionVersion,
  codec: StructuralCodec,
): ObjectSubresource<KubeObject> {
  const scale = subresources?.scale;
  return {
    kind: 'object',
    prepareForUpdate(object: Loose, old: Loose) {
      const { status } = object;
      const managedFields = object.metadata?.managedFields;
      for (const name of Object.keys(object)) Reflect.deleteProperty(object, name);
      const metadata = { ...old.metadata };
      if (managedFields) metadata.managedFields = managedFields;
      else delete metadata.managedFields;
      Object.assign(object, old, { metadata });
      if (status === undefined) delete object.status;
      else object.status = status;
    },
    validateUpdate: (object, old) => [
      ...codec.validateStatus(object, old),
      ...(scale ? scaleErrors(object, scale, true) : []),
    ],
  };
}

const standardFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

function finalizerWarnings(object: KubeObject, old: KubeObject | undefined): string[] {
  const known = new Set(old?.metadata?.finalizers);
  const added = [...new Set(object.metadata?.finalizers)].filter((name) => !known.has(name)).sort();
  return added.flatMap((name) => {
    const at = `metadata.finalizers: ${JSON.stringify(name)}`;
    const warnings = isQualifiedName(name).map((complaint) => `${at}: ${complaint}`);
    if (name.includes('/') || standardFinalizers.has(name)) return warnings;
    const path = name.includes('.') ? ' including a path (/)' : '';
    warnings.push(
      `${at}: prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`,
    );
    return warnings;
  });
}

function deprecation({ spec }: CustomResourceDefinition, version: string): string {
  const better = spec.versions
    .filter(({ name, served, deprecated }) => served && !deprecated && compareVersions(name, version) < 0)
    .map(({ name }) => name)
    .sort(compareVersions)[0];
  const text = `${spec.group}/${version} ${spec.names.kind} is deprecated`;
  return better === undefined ? text : `${text}; use ${spec.group}/${better} ${spec.names.kind}`;
}
