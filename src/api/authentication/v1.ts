/**
 * @file authentication/v1: who a request comes from: token requests and reviews.
 * @groupVersion authentication.k8s.io/v1
 */
import type { Int64, Time } from '../scalars.ts';
import type { ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** Asks whose token this is. The answer comes in the status; nothing is stored.
 * @kind TokenReview
 * @scope Cluster */
export interface TokenReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The question.
   * @proto 2
   * @required
   * @always */
  spec: TokenReviewSpec;
  /** The answer.
   * @proto 3
   * @always */
  status?: TokenReviewStatus;
}

/** The token in question. */
export interface TokenReviewSpec {
  /** The bearer token.
   * @proto 1 */
  token?: string;
  /** Those who ask, one of whom the token must be meant for. The API server itself if empty.
   * @proto 2
   * @list atomic */
  audiences?: string[];
}

/** Whose token it is. */
export interface TokenReviewStatus {
  /** Whether the token is valid.
   * @proto 1 */
  authenticated?: boolean;
  /** Who it belongs to, if valid.
   * @proto 2
   * @always */
  user?: UserInfo;
  /** Those asked for that the token is meant for. A caller that named some must find itself here.
   * @proto 4
   * @list atomic */
  audiences?: string[];
  /** Why it could not be checked.
   * @proto 3 */
  error?: string;
}

/** A user as authenticators see one. */
export interface UserInfo {
  /** Name, unique among all active users.
   * @proto 1 */
  username?: string;
  /** Stable id; does not move to a later user of the same name.
   * @proto 2 */
  uid?: string;
  /** Groups the user is in.
   * @proto 3
   * @list atomic */
  groups?: string[];
  /** Further facts from the authenticator, by key.
   * @proto 4 */
  extra?: Record<string, ExtraValue>;
}

/** Values of one extra key.
 * @protoItems 1 */
export type ExtraValue = string[];

/** Makes a token for a service account. Posted to the account's `token`.
 * @kind TokenRequest
 * @scope Namespaced */
export interface TokenRequest extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What kind of token.
   * @proto 2
   * @required
   * @always */
  spec: TokenRequestSpec;
  /** The token.
   * @proto 3
   * @always */
  status?: TokenRequestStatus;
}

/** What kind of token. */
export interface TokenRequestSpec {
  /** Who is to accept the token. The API server if empty.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  audiences: string[];
  /** Wanted lifetime in seconds, at least 600. The server may give another.
   * @proto 4
   * @always
   * @pointer
   * @default 3600 */
  expirationSeconds?: Int64;
  /** Pod, Secret or Node with whose deletion the token ends.
   * @proto 3
   * @always
   * @pointer */
  boundObjectRef?: BoundObjectReference;
}

/** The token that was made. */
export interface TokenRequestStatus {
  /** The signed JWT.
   * @proto 1
   * @required
   * @always */
  token: string;
  /** When it ends.
   * @proto 2
   * @required
   * @always */
  expirationTimestamp: Time;
}

/** The object a token is bound to. */
export interface BoundObjectReference {
  /** `Pod`, `Secret` or `Node`.
   * @proto 1 */
  kind?: string;
  /** Its API version, `v1`.
   * @proto 2 */
  apiVersion?: string;
  /** Its name.
   * @proto 3 */
  name?: string;
  /** Its UID.
   * @proto 4 */
  uid?: string;
}

/** Asks who I am. The answer comes in the status; nothing is stored.
 * @kind SelfSubjectReview
 * @scope Cluster */
export interface SelfSubjectReview extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The answer.
   * @proto 2
   * @always */
  status?: SelfSubjectReviewStatus;
}

/** Who the server takes the caller for. */
export interface SelfSubjectReviewStatus {
  /** The caller, as authenticated or impersonated.
   * @proto 1
   * @always */
  userInfo?: UserInfo;
}
