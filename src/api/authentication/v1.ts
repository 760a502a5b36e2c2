/**
 * @file authentication/v1: who a request comes from: token requests and reviews.
 * @groupVersion authentication.k8s.io/v1
 */
import type { Int64, Time } from '../scalars.ts';
import type { ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** @kind TokenReview
 * @scope Cluster */
export interface TokenReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: TokenReviewSpec;
  /** @proto 3
   * @always */
  status?: TokenReviewStatus;
}

export interface TokenReviewSpec {
  /** @proto 1 */
  token?: string;
  /** @proto 2
   * @list atomic */
  audiences?: string[];
}

export interface TokenReviewStatus {
  /** @proto 1 */
  authenticated?: boolean;
  /** @proto 2
   * @always */
  user?: UserInfo;
  /** @proto 4
   * @list atomic */
  audiences?: string[];
  /** @proto 3 */
  error?: string;
}

export interface UserInfo {
  /** @proto 1 */
  username?: string;
  /** @proto 2 */
  uid?: string;
  /** @proto 3
   * @list atomic */
  groups?: string[];
  /** @proto 4 */
  extra?: Record<string, ExtraValue>;
}

/** @protoItems 1 */
export type ExtraValue = string[];

/** @kind TokenRequest
 * @scope Namespaced */
export interface TokenRequest extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: TokenRequestSpec;
  /** @proto 3
   * @always */
  status?: TokenRequestStatus;
}

export interface TokenRequestSpec {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  audiences: string[];
  /** @proto 4
   * @always
   * @pointer
   * @default 3600 */
  expirationSeconds?: Int64;
  /** @proto 3
   * @always
   * @pointer */
  boundObjectRef?: BoundObjectReference;
}

export interface TokenRequestStatus {
  /** @proto 1
   * @required
   * @always */
  token: string;
  /** @proto 2
   * @required
   * @always */
  expirationTimestamp: Time;
}

export interface BoundObjectReference {
  /** @proto 1 */
  kind?: string;
  /** @proto 2 */
  apiVersion?: string;
  /** @proto 3 */
  name?: string;
  /** @proto 4 */
  uid?: string;
}

/** @kind SelfSubjectReview
 * @scope Cluster */
export interface SelfSubjectReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  status?: SelfSubjectReviewStatus;
}

export interface SelfSubjectReviewStatus {
  /** @proto 1
   * @always */
  userInfo?: UserInfo;
}
