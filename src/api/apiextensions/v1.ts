/**
 * @file apiextensions/v1: resources that users define, and the schemas of their objects.
 * @groupVersion apiextensions.k8s.io/v1
 */
import type { Base64, Float64, Int32, Int64, JSONValue, RawExtension, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, Status, TypeMeta } from '../meta/v1.ts';

/** A resource that the API server serves besides its own. Its name is `<plural>.<group>`.
 * @kind CustomResourceDefinition
 * @scope Cluster */
export interface CustomResourceDefinition extends TypeMeta {
  /** Name, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What is served.
   * @proto 2
   * @required
   * @always */
  spec: CustomResourceDefinitionSpec;
  /** What of it is served, and which versions are stored.
   * @proto 3
   * @always */
  status?: CustomResourceDefinitionStatus;
}

/** A list of CustomResourceDefinitions.
 * @kind CustomResourceDefinitionList */
export interface CustomResourceDefinitionList extends TypeMeta {
  /** Bookkeeping of the list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The objects.
   * @proto 2
   * @required
   * @always */
  items: CustomResourceDefinition[];
}

/** Whether the objects live in namespaces. */
export type ResourceScope = 'Namespaced' | 'Cluster';

/** How objects get from one version to another: `None` changes the apiVersion alone, `Webhook` asks a server. */
export type ConversionStrategyType = 'None' | 'Webhook';

/** What a CustomResourceDefinition asks for. */
export interface CustomResourceDefinitionSpec {
  /** The API group. Cannot change.
   * @proto 1
   * @required
   * @always */
  group: string;
  /** What the resource and its kind are called.
   * @proto 3
   * @required
   * @always */
  names: CustomResourceDefinitionNames;
  /** Whether the objects live in namespaces: Namespaced or Cluster.
   * @proto 4
   * @required
   * @always */
  scope: ResourceScope;
  /** The versions of the API. Exactly one is the one that objects are stored in.
   * @proto 7
   * @required
   * @always
   * @list atomic */
  versions: CustomResourceDefinitionVersion[];
  /** How objects get from one version to another. None if absent.
   * @proto 9
   * @pointer */
  conversion?: CustomResourceConversion;
  /** From the beta API, where unknown fields could be kept. Must be false; `x-kubernetes-preserve-unknown-fields` in
   * the schema keeps them.
   * @proto 10 */
  preserveUnknownFields?: boolean;
}

/** How objects get from one version to another. */
export interface CustomResourceConversion {
  /** `None` changes the apiVersion alone; `Webhook` asks a server.
   * @proto 1
   * @required
   * @always */
  strategy: ConversionStrategyType;
  /** The server that is asked. Needed by the strategy `Webhook`, and by it alone.
   * @proto 2
   * @pointer */
  webhook?: WebhookConversion;
}

/** A server that converts objects. */
export interface WebhookConversion {
  /** How it is reached.
   * @proto 2
   * @pointer */
  clientConfig?: WebhookClientConfig;
  /** The versions of ConversionReview that it understands, the most wanted first.
   * @proto 3
   * @required
   * @always
   * @list atomic */
  conversionReviewVersions: string[];
}

/** How a webhook is reached: by a URL or by a Service. */
export interface WebhookClientConfig {
  /** Its address, with the scheme `https`.
   * @proto 3
   * @pointer */
  url?: string;
  /** The Service in front of it.
   * @proto 1
   * @pointer */
  service?: ServiceReference;
  /** PEM certificates of who may have signed its certificate. Those of the machine if absent.
   * @proto 2 */
  caBundle?: Base64;
}

/** A Service and a path on it. */
export interface ServiceReference {
  /** Namespace of the Service.
   * @proto 1
   * @required
   * @always */
  namespace: string;
  /** Name of the Service.
   * @proto 2
   * @required
   * @always */
  name: string;
  /** Path of the URL.
   * @proto 3
   * @pointer */
  path?: string;
  /** Port of the Service.
   * @proto 4
   * @pointer
   * @default 443 */
  port?: Int32;
}

/** One version of the API. */
export interface CustomResourceDefinitionVersion {
  /** Its name, such as `v1` or `v2beta1`.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Whether it can be used.
   * @proto 2
   * @required
   * @always */
  served: boolean;
  /** Whether objects are stored in it.
   * @proto 3
   * @required
   * @always */
  storage: boolean;
  /** Whoever uses it is warned.
   * @proto 7 */
  deprecated?: boolean;
  /** The text of that warning, in place of the usual one.
   * @proto 8
   * @pointer */
  deprecationWarning?: string;
  /** What objects look like: for pruning, defaults and validation.
   * @proto 4
   * @pointer */
  schema?: CustomResourceValidation;
  /** The subresources status and scale.
   * @proto 5
   * @pointer */
  subresources?: CustomResourceSubresources;
  /** Columns of tables beside the name. The age if absent.
   * @proto 6
   * @list atomic */
  additionalPrinterColumns?: CustomResourceColumnDefinition[];
  /** Fields that field selectors may name, at most eight.
   * @proto 9
   * @list atomic */
  selectableFields?: SelectableField[];
}

/** A field that field selectors may name. */
export interface SelectableField {
  /** A simple path such as `.spec.color` to a string, a boolean or an integer outside of metadata.
   * @proto 1
   * @required
   * @always */
  jsonPath: string;
}

/** A column of tables. */
export interface CustomResourceColumnDefinition {
  /** What stands above it.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Type of the values: integer, number, string, boolean or date.
   * @proto 2
   * @required
   * @always */
  type: string;
  /** Format of the values, such as int64; `name` marks the column that holds the name.
   * @proto 3 */
  format?: string;
  /** What it tells, for people.
   * @proto 4 */
  description?: string;
  /** Columns above 0 are shown by `-o wide` alone.
   * @proto 5 */
  priority?: Int32;
  /** A simple path to the value.
   * @proto 6
   * @required
   * @always */
  jsonPath: string;
}

/** What a resource and its kind are called. */
export interface CustomResourceDefinitionNames {
  /** The name in URLs, lower case.
   * @proto 1
   * @required
   * @always */
  plural: string;
  /** The name of one, lower case. The kind in lower case if absent.
   * @proto 2 */
  singular?: string;
  /** Short forms for command lines.
   * @proto 3
   * @list atomic */
  shortNames?: string[];
  /** The kind of the objects, in CamelCase.
   * @proto 4
   * @required
   * @always */
  kind: string;
  /** The kind of lists. The kind with `List` behind it if absent.
   * @proto 5 */
  listKind?: string;
  /** Groups of resources it belongs to, such as `all`.
   * @proto 6
   * @list atomic */
  categories?: string[];
}

/** True, False, or Unknown. */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** One aspect of the state of a CustomResourceDefinition. */
export interface CustomResourceDefinitionCondition {
  /** Which aspect: NamesAccepted, Established, Terminating, NonStructuralSchema or
   * KubernetesAPIApprovalPolicyConformant.
   * @proto 1
   * @required
   * @always */
  type: string;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When the status last changed.
   * @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** Why, in one CamelCase word.
   * @proto 4 */
  reason?: string;
  /** Why, for people.
   * @proto 5 */
  message?: string;
}

/** What of a CustomResourceDefinition is served. */
export interface CustomResourceDefinitionStatus {
  /** Its state, aspect by aspect.
   * @proto 1
   * @always
   * @list map
   * @listKey type */
  conditions?: CustomResourceDefinitionCondition[];
  /** The names under which it is served: those that were asked for and free.
   * @proto 2
   * @always */
  acceptedNames?: CustomResourceDefinitionNames;
  /** Versions that objects have ever been stored in. One may be taken away once no object is stored in it.
   * @proto 3
   * @always
   * @list atomic */
  storedVersions?: string[];
}

/** What objects look like. */
export interface CustomResourceValidation {
  /** A structural OpenAPI v3 schema.
   * @proto 1
   * @pointer */
  openAPIV3Schema?: JSONSchemaProps;
}

/** The subresources of a custom resource. */
export interface CustomResourceSubresources {
  /** `/status`: then the status is written there alone.
   * @proto 1
   * @pointer */
  status?: CustomResourceSubresourceStatus;
  /** `/scale`: autoscaling/v1 Scale.
   * @proto 2
   * @pointer */
  scale?: CustomResourceSubresourceScale;
}

/** Has no settings. */
// oxlint-disable-next-line typescript/no-empty-interface -- a message without fields, as upstream has it
export interface CustomResourceSubresourceStatus {}

/** Where a Scale finds its fields. */
export interface CustomResourceSubresourceScale {
  /** Simple path below `.spec` to the number wanted.
   * @proto 1
   * @required
   * @always */
  specReplicasPath: string;
  /** Simple path below `.status` to the number there.
   * @proto 2
   * @required
   * @always */
  statusReplicasPath: string;
  /** Simple path below `.spec` or `.status` to a label selector as text.
   * @proto 3
   * @pointer */
  labelSelectorPath?: string;
}

/** A schema, or whether anything is allowed. */
export type JSONSchemaPropsOrBool = JSONSchemaProps | boolean;

/** One schema, or several. */
export type JSONSchemaPropsOrArray = JSONSchemaProps | JSONSchemaProps[];

/** A schema, or names of properties. */
export type JSONSchemaPropsOrStringArray = JSONSchemaProps | string[];

/** Where there is more to read. */
export interface ExternalDocumentation {
  /** What is there.
   * @proto 1 */
  description?: string;
  /** Where it is.
   * @proto 2 */
  url?: string;
}

/** A JSON schema, as far as OpenAPI v3 has it, with the extensions of Kubernetes. */
export interface JSONSchemaProps {
  /** Not supported.
   * @proto 1 */
  id?: string;
  /** The dialect of the schema.
   * @proto 2 */
  $schema?: string;
  /** Not supported.
   * @proto 3
   * @pointer */
  $ref?: string;
  /** What it is, for people.
   * @proto 4 */
  description?: string;
  /** object, array, string, integer, number or boolean.
   * @proto 5 */
  type?: string;
  /** A closer description of the type, such as date-time, ipv4, uuid or int32. Unknown formats are not checked.
   * @proto 6 */
  format?: string;
  /** A heading.
   * @proto 7 */
  title?: string;
  /** What an absent value is taken for.
   * @proto 8
   * @pointer */
  default?: JSONValue;
  /** The highest number.
   * @proto 9
   * @pointer */
  maximum?: Float64;
  /** Whether `maximum` itself is too high.
   * @proto 10 */
  exclusiveMaximum?: boolean;
  /** The lowest number.
   * @proto 11
   * @pointer */
  minimum?: Float64;
  /** Whether `minimum` itself is too low.
   * @proto 12 */
  exclusiveMinimum?: boolean;
  /** Most characters of a string.
   * @proto 13
   * @pointer */
  maxLength?: Int64;
  /** Fewest characters of a string.
   * @proto 14
   * @pointer */
  minLength?: Int64;
  /** A regular expression (RE2) that is found in the string.
   * @proto 15 */
  pattern?: string;
  /** Most items of a list.
   * @proto 16
   * @pointer */
  maxItems?: Int64;
  /** Fewest items of a list.
   * @proto 17
   * @pointer */
  minItems?: Int64;
  /** Not supported; see `x-kubernetes-list-type`.
   * @proto 18 */
  uniqueItems?: boolean;
  /** What the number must be a multiple of.
   * @proto 19
   * @pointer */
  multipleOf?: Float64;
  /** All values that are allowed.
   * @proto 20
   * @list atomic */
  enum?: JSONValue[];
  /** Most members of an object.
   * @proto 21
   * @pointer */
  maxProperties?: Int64;
  /** Fewest members of an object.
   * @proto 22
   * @pointer */
  minProperties?: Int64;
  /** Properties that must be there.
   * @proto 23
   * @list atomic */
  required?: string[];
  /** Schema of the items of a list.
   * @proto 24
   * @pointer */
  items?: JSONSchemaPropsOrArray;
  /** All of these hold.
   * @proto 25
   * @list atomic */
  allOf?: JSONSchemaProps[];
  /** Exactly one of these holds.
   * @proto 26
   * @list atomic */
  oneOf?: JSONSchemaProps[];
  /** At least one of these holds.
   * @proto 27
   * @list atomic */
  anyOf?: JSONSchemaProps[];
  /** This does not hold.
   * @proto 28
   * @pointer */
  not?: JSONSchemaProps;
  /** Schemas of the properties of an object, by name.
   * @proto 29 */
  properties?: Record<string, JSONSchemaProps>;
  /** Schema of the values of a map.
   * @proto 30
   * @pointer */
  additionalProperties?: JSONSchemaPropsOrBool;
  /** Not supported.
   * @proto 31 */
  patternProperties?: Record<string, JSONSchemaProps>;
  /** Not supported.
   * @proto 32 */
  dependencies?: Record<string, JSONSchemaPropsOrStringArray>;
  /** Not supported.
   * @proto 33
   * @pointer */
  additionalItems?: JSONSchemaPropsOrBool;
  /** Not supported.
   * @proto 34 */
  definitions?: Record<string, JSONSchemaProps>;
  /** Where there is more to read.
   * @proto 35
   * @pointer */
  externalDocs?: ExternalDocumentation;
  /** An example.
   * @proto 36
   * @pointer */
  example?: JSONValue;
  /** Whether null is allowed and kept.
   * @proto 37 */
  nullable?: boolean;
  /** Fields that the schema does not name are kept, from here on down to where the schema names properties again.
   * @proto 38
   * @pointer */
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  /** The value is a whole object with apiVersion, kind and metadata.
   * @proto 39 */
  'x-kubernetes-embedded-resource'?: boolean;
  /** The value is an integer or a string.
   * @proto 40 */
  'x-kubernetes-int-or-string'?: boolean;
  /** The fields that tell the items of a list of type map apart.
   * @proto 41
   * @list atomic */
  'x-kubernetes-list-map-keys'?: string[];
  /** How lists are merged: atomic, set or map. atomic if absent.
   * @proto 42
   * @pointer */
  'x-kubernetes-list-type'?: string;
  /** How objects are merged: granular or atomic. granular if absent.
   * @proto 43
   * @pointer */
  'x-kubernetes-map-type'?: string;
  /** Rules in CEL.
   * @proto 44
   * @list map
   * @listKey rule
   * @patchStrategy merge
   * @patchMergeKey rule */
  'x-kubernetes-validations'?: ValidationRule[];
}

/** Why a value is refused. */
export type FieldValueErrorReason =
  | 'FieldValueRequired'
  | 'FieldValueForbidden'
  | 'FieldValueInvalid'
  | 'FieldValueDuplicate';

/** A rule in CEL that a value must fulfil. */
export interface ValidationRule {
  /** An expression that is true for what is allowed. `self` is the value; `oldSelf` what it was before.
   * @proto 1
   * @required
   * @always */
  rule: string;
  /** What is told when it is not.
   * @proto 2 */
  message?: string;
  /** An expression for what is told.
   * @proto 3 */
  messageExpression?: string;
  /** The reason that is told. FieldValueInvalid if absent.
   * @proto 4
   * @pointer */
  reason?: FieldValueErrorReason;
  /** Path from the value to the field that is told of.
   * @proto 5 */
  fieldPath?: string;
  /** The rule is also asked when there was no value before; `oldSelf` is then an optional.
   * @proto 6
   * @pointer */
  optionalOldSelf?: boolean;
}

/** A question to a conversion webhook, and its answer.
 * @kind ConversionReview */
export interface ConversionReview extends TypeMeta {
  /** The question.
   * @proto 1
   * @pointer */
  request?: ConversionRequest;
  /** The answer.
   * @proto 2
   * @pointer */
  response?: ConversionResponse;
}

/** Objects to convert. */
export interface ConversionRequest {
  /** Tells this question from others; the answer repeats it.
   * @proto 1
   * @required
   * @always */
  uid: string;
  /** What to convert to, such as `example.com/v1`.
   * @proto 2
   * @required
   * @always */
  desiredAPIVersion: string;
  /** The objects, in any version.
   * @proto 3
   * @required
   * @always
   * @list atomic */
  objects: RawExtension[];
}

/** Converted objects. */
export interface ConversionResponse {
  /** That of the question.
   * @proto 1
   * @required
   * @always */
  uid: string;
  /** The objects in the version asked for, in the order of the question.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  convertedObjects: RawExtension[];
  /** Whether it worked: its `status` is Success or Failure.
   * @proto 3
   * @required
   * @always */
  result: Status;
}
