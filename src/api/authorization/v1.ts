/**
 * @file authorization/v1: what a user may do: access reviews.
 * @groupVersion authorization.k8s.io/v1
 */
import type { FieldSelectorRequirement, LabelSelectorRequirement, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** @kind SubjectAccessReview
 * @scope Cluster */
export interface SubjectAccessReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: SubjectAccessReviewSpec;
  /** @proto 3
   * @always */
  status?: SubjectAccessReviewStatus;
}

/** @kind SelfSubjectAccessReview
 * @scope Cluster */
export interface SelfSubjectAccessReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: SelfSubjectAccessReviewSpec;
  /** @proto 3
   * @always */
  status?: SubjectAccessReviewStatus;
}

/** @kind LocalSubjectAccessReview
 * @scope Namespaced */
export interface LocalSubjectAccessReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: SubjectAccessReviewSpec;
  /** @proto 3
   * @always */
  status?: SubjectAccessReviewStatus;
}

export interface ResourceAttributes {
  /** @proto 1 */
  namespace?: string;
  /** @proto 2 */
  verb?: string;
  /** @proto 3 */
  group?: string;
  /** @proto 4 */
  version?: string;
  /** @proto 5 */
  resource?: string;
  /** @proto 6 */
  subresource?: string;
  /** @proto 7 */
  name?: string;
  /** @proto 8
   * @pointer */
  fieldSelector?: FieldSelectorAttributes;
  /** @proto 9
   * @pointer */
  labelSelector?: LabelSelectorAttributes;
}

export interface LabelSelectorAttributes {
  /** @proto 1 */
  rawSelector?: string;
  /** @proto 2
   * @list atomic */
  requirements?: LabelSelectorRequirement[];
}

export interface FieldSelectorAttributes {
  /** @proto 1 */
  rawSelector?: string;
  /** @proto 2
   * @list atomic */
  requirements?: FieldSelectorRequirement[];
}

export interface NonResourceAttributes {
  /** @proto 1 */
  path?: string;
  /** @proto 2 */
  verb?: string;
}

export interface SubjectAccessReviewSpec {
  /** @proto 1
   * @pointer */
  resourceAttributes?: ResourceAttributes;
  /** @proto 2
   * @pointer */
  nonResourceAttributes?: NonResourceAttributes;
  /** @proto 3 */
  user?: string;
  /** @proto 4
   * @list atomic */
  groups?: string[];
  /** @proto 5 */
  extra?: Record<string, ExtraValue>;
  /** @proto 6 */
  uid?: string;
}

/** @protoItems 1 */
export type ExtraValue = string[];

export interface SelfSubjectAccessReviewSpec {
  /** @proto 1
   * @pointer */
  resourceAttributes?: ResourceAttributes;
  /** @proto 2
   * @pointer */
  nonResourceAttributes?: NonResourceAttributes;
}

export interface SubjectAccessReviewStatus {
  /** @proto 1
   * @required
   * @always */
  allowed: boolean;
  /** @proto 4 */
  denied?: boolean;
  /** @proto 2 */
  reason?: string;
  /** @proto 3 */
  evaluationError?: string;
}

/** @kind SelfSubjectRulesReview
 * @scope Cluster */
export interface SelfSubjectRulesReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: SelfSubjectRulesReviewSpec;
  /** @proto 3
   * @always */
  status?: SubjectRulesReviewStatus;
}

export interface SelfSubjectRulesReviewSpec {
  /** @proto 1 */
  namespace?: string;
}

export interface SubjectRulesReviewStatus {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  resourceRules: ResourceRule[];
  /** @proto 2
   * @required
   * @always
   * @list atomic */
  nonResourceRules: NonResourceRule[];
  /** @proto 3
   * @required
   * @always */
  incomplete: boolean;
  /** @proto 4 */
  evaluationError?: string;
}

export interface ResourceRule {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  verbs: string[];
  /** @proto 2
   * @list atomic */
  apiGroups?: string[];
  /** @proto 3
   * @list atomic */
  resources?: string[];
  /** @proto 4
   * @list atomic */
  resourceNames?: string[];
}

export interface NonResourceRule {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  verbs: string[];
  /** @proto 2
   * @list atomic */
  nonResourceURLs?: string[];
}
