/** CustomResourceDefinitions themselves. What follows from them is served by ../customResources.ts. */
import type { CustomResourceDefinition, JSONSchemaProps } from '../../../api/apiextensions/v1.ts';
import { customResourceDefinitions } from '../../../machinery/resources.ts';
import { isKnownFormat } from '../../../machinery/structural/formats.ts';
import { itemsOf, someSchema } from '../../../machinery/structural/jsonSchema.ts';
import { registration } from '../../registration.ts';
import { defaultTable } from '../../resources/shared/columns.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../../resources/shared/strategy.ts';
import { allVerbs } from '../../resources/shared/verbs.ts';
import { emptyStatus, withCondition } from '../conditions.ts';
import { loadLibraries } from '../libraries.ts';
import { validateDefinition, validateDefinitionStatus, validateDefinitionUpdate } from './validation.ts';

export const cleanUpFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

export const customResourceDefinitionRegistration = registration<CustomResourceDefinition>({
  resource: customResourceDefinitions,
  verbs: allVerbs,
  table: defaultTable,
  strategy: {
    setDefaults,
    async prepareForCreate(definition) {
      delete definition.status;
      addStoredVersion(definition);
      firstGeneration(definition);
      await loadLibraries(definition);
    },
    async prepareForUpdate(definition, old) {
      keepStatus(definition, old);
      addStoredVersion(definition);
      raiseGeneration(definition, old);
      await loadLibraries(definition);
    },
    validate: validateDefinition,
    validateUpdate: validateDefinitionUpdate,
    warnings(definition, old) {
      const known = new Set(old ? warningsOf(old) : []);
      return warningsOf(definition).filter((text) => !known.has(text));
    },
    beginDeletion(definition) {
      const metadata = (definition.metadata ??= {});
      if (!metadata.finalizers?.includes(cleanUpFinalizer))
        metadata.finalizers = [...(metadata.finalizers ?? []), cleanUpFinalizer];
      definition.status = withCondition(definition.status ?? emptyStatus(), {
        type: 'Terminating',
        status: 'True',
        reason: 'InstanceDeletionPending',
        message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      });
    },
    // Its deletion begins with that finalizer: nothing goes at once.
    heldByFinalizers: ({ metadata }) => metadata?.deletionTimestamp === undefined,
  },
  subresources: {
    status: statusSubresource<CustomResourceDefinition>({ validateUpdate: validateDefinitionStatus }),
  },
});

function setDefaults({ spec }: CustomResourceDefinition): void {
  const { names } = spec;
  names.singular ||= names.kind.toLowerCase();
  if (!names.listKind && names.kind) names.listKind = `${names.kind}List`;
  spec.conversion ??= { strategy: 'None' };
}

/** The version that objects are stored in from now on is one of those that there may be objects of. */
function addStoredVersion(definition: CustomResourceDefinition): void {
  const storage = definition.spec.versions.find((version) => version.storage)?.name;
  const status = (definition.status ??= emptyStatus());
  if (storage !== undefined && !status.storedVersions?.includes(storage))
    status.storedVersions = [...(status.storedVersions ?? []), storage];
}

function warningsOf({ spec }: CustomResourceDefinition): string[] {
  const warnings = new Set<string>();
  const look = (schema: JSONSchemaProps): boolean => {
    const { format, type } = schema;
    if (format && !isKnownFormat(format, type)) warnings.add(`unrecognized format ${JSON.stringify(format)}`);
    const items = itemsOf(schema)?.type ?? '';
    if (schema['x-kubernetes-list-type'] === 'set' && (items === 'object' || items === 'array')) {
      warnings.add(
        `x-kubernetes-list-type: set for items of type ${JSON.stringify(items)} is not supported by server-side apply ` +
          'or CEL validation rules',
      );
    }
    return false;
  };
  for (const { schema } of spec.versions) if (schema?.openAPIV3Schema) someSchema(schema.openAPIV3Schema, look);
  return [...warnings];
}
