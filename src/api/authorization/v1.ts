/**
 * @file authorization/v1: what a user may do: access reviews.
 * @groupVersion authorization.k8s.io/v1
 */
import type { FieldSelectorRequirement, LabelSelectorRequirement, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** Asks whether a user may do something. The answer comes in the status; nothing is stored.
 * @kind SubjectAccessReview
 * @scope Cluster */
export interface SubjectAccessReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The question.
   * @proto 2
   * @required
   * @always */
  spec: SubjectAccessReviewSpec;
  /** The answer.
   * @proto 3
   * @always */
  status?: SubjectAccessReviewStatus;
}

/** Asks whether I may do something (`kubectl auth can-i`). Nothing is stored.
 * @kind SelfSubjectAccessReview
 * @scope Cluster */
export interface SelfSubjectAccessReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The question.
   * @proto 2
   * @required
   * @always */
  spec: SelfSubjectAccessReviewSpec;
  /** The answer.
   * @proto 3
   * @always */
  status?: SubjectAccessReviewStatus;
}

/** Like a SubjectAccessReview, but for one namespace, so the right to ask can be granted there.
 * @kind LocalSubjectAccessReview
 * @scope Namespaced */
export interface LocalSubjectAccessReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The question; its namespace must be that of the request.
   * @proto 2
   * @required
   * @always */
  spec: SubjectAccessReviewSpec;
  /** The answer.
   * @proto 3
   * @always */
  status?: SubjectAccessReviewStatus;
}

/** An action on a resource. */
export interface ResourceAttributes {
  /** Namespace of the action. Empty for cluster-wide resources, or to mean all namespaces.
   * @proto 1 */
  namespace?: string;
  /** What is done, such as `get`; `*` means all.
   * @proto 2 */
  verb?: string;
  /** API group; `*` means all.
   * @proto 3 */
  group?: string;
  /** API version; `*` means all.
   * @proto 4 */
  version?: string;
  /** Plural name such as `pods`; `*` means all.
   * @proto 5 */
  resource?: string;
  /** Subresource such as `log`; empty for none.
   * @proto 6 */
  subresource?: string;
  /** Name of the one object; empty means all of them.
   * @proto 7 */
  name?: string;
  /** Narrows a list, watch or delete-collection to objects whose fields match.
   * @proto 8
   * @pointer */
  fieldSelector?: FieldSelectorAttributes;
  /** Narrows a list, watch or delete-collection to objects whose labels match.
   * @proto 9
   * @pointer */
  labelSelector?: LabelSelectorAttributes;
}

/** A label selector, as text or parsed, not both. */
export interface LabelSelectorAttributes {
  /** The selector as in the query string. The API server parses it; webhooks should use `requirements`.
   * @proto 1 */
  rawSelector?: string;
  /** The parsed conditions; all of them hold.
   * @proto 2
   * @list atomic */
  requirements?: LabelSelectorRequirement[];
}

/** A field selector, as text or parsed, not both. */
export interface FieldSelectorAttributes {
  /** The selector as in the query string. The API server parses it; webhooks should use `requirements`.
   * @proto 1 */
  rawSelector?: string;
  /** The parsed conditions; all of them hold.
   * @proto 2
   * @list atomic */
  requirements?: FieldSelectorRequirement[];
}

/** An action on a URL path that is no resource. */
export interface NonResourceAttributes {
  /** The URL path, such as `/healthz`.
   * @proto 1 */
  path?: string;
  /** The HTTP method in lower case.
   * @proto 2 */
  verb?: string;
}

/** Who wants to do what. Exactly one of the two kinds of attributes. */
export interface SubjectAccessReviewSpec {
  /** An action on a resource.
   * @proto 1
   * @pointer */
  resourceAttributes?: ResourceAttributes;
  /** An action on another path.
   * @proto 2
   * @pointer */
  nonResourceAttributes?: NonResourceAttributes;
  /** Name of the user. With `groups` only, asks what a member of these could do.
   * @proto 3 */
  user?: string;
  /** Groups of the user.
   * @proto 4
   * @list atomic */
  groups?: string[];
  /** Further facts from the authenticator, by key.
   * @proto 5 */
  extra?: Record<string, ExtraValue>;
  /** Stable id of the user.
   * @proto 6 */
  uid?: string;
}

/** Values of one extra key.
 * @protoItems 1 */
export type ExtraValue = string[];

/** What the caller wants to do. Exactly one of the two. */
export interface SelfSubjectAccessReviewSpec {
  /** An action on a resource.
   * @proto 1
   * @pointer */
  resourceAttributes?: ResourceAttributes;
  /** An action on another path.
   * @proto 2
   * @pointer */
  nonResourceAttributes?: NonResourceAttributes;
}

/** Whether it is allowed. */
export interface SubjectAccessReviewStatus {
  /** True if some authorizer allows it.
   * @proto 1
   * @required
   * @always */
  allowed: boolean;
  /** True if an authorizer denies it outright. Both false means that none had an opinion, which counts as no.
   * @proto 4 */
  denied?: boolean;
  /** Why, if the authorizer says.
   * @proto 2 */
  reason?: string;
  /** What went wrong while deciding. The answer may hold all the same.
   * @proto 3 */
  evaluationError?: string;
}

/** Asks what I may do in a namespace. For display only, not to decide by.
 * @kind SelfSubjectRulesReview
 * @scope Cluster */
export interface SelfSubjectRulesReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The question.
   * @proto 2
   * @required
   * @always */
  spec: SelfSubjectRulesReviewSpec;
  /** The rules found.
   * @proto 3
   * @always */
  status?: SubjectRulesReviewStatus;
}

/** Where. */
export interface SelfSubjectRulesReviewSpec {
  /** The namespace to look at. Required.
   * @proto 1 */
  namespace?: string;
}

/** What the authorizers that can list their rules have listed. */
export interface SubjectRulesReviewStatus {
  /** Rules on resources; their order means nothing.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  resourceRules: ResourceRule[];
  /** Rules on URL paths; their order means nothing.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  nonResourceRules: NonResourceRule[];
  /** True if there may be more, as some authorizer cannot list its rules or failed.
   * @proto 3
   * @required
   * @always */
  incomplete: boolean;
  /** What went wrong while gathering.
   * @proto 4 */
  evaluationError?: string;
}

/** Verbs allowed on resources. */
export interface ResourceRule {
  /** What may be done; `*` is everything.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  verbs: string[];
  /** Groups of the resources; `*` is all.
   * @proto 2
   * @list atomic */
  apiGroups?: string[];
  /** Plural names; subresources are written `pods/log`. `*` is everything; before a slash it is any resource.
   * @proto 3
   * @list atomic */
  resources?: string[];
  /** Only objects with these names; all if empty.
   * @proto 4
   * @list atomic */
  resourceNames?: string[];
}

/** Verbs allowed on URL paths. */
export interface NonResourceRule {
  /** HTTP methods in lower case; `*` is all.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  verbs: string[];
  /** Paths; `*` may stand for the last part.
   * @proto 2
   * @list atomic */
  nonResourceURLs?: string[];
}
