/** Whether somebody may do something: the question every request answers before it is served. */
import type { UserInfo } from '../authentication/userInfo.ts';

export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** '' for the resource itself. */
  readonly subresource: string;
  /** '' for cluster scope or all namespaces. */
  readonly namespace: string;
  /** '' when the request names no object. */
  readonly name: string;
}

export interface NonResourceAttributes {
  /** Lower case HTTP method: 'get'. */
  readonly verb: string;
  readonly path: string;
}

export interface Decision {
  /** 'none': nothing allows it, which is a refusal unless another authorizer allows it; 'deny': nobody else is asked. */
  readonly outcome: 'allow' | 'deny' | 'none';
  readonly reason: string;
  /** A rule could not be evaluated (a binding to a role that is not there). */
  readonly evaluationError?: string | undefined;
}

export interface Authorizer {
  authorize(user: UserInfo, attributes: ResourceAttributes): Decision;
  authorizePath(user: UserInfo, attributes: NonResourceAttributes): Decision;
  /** Every rule that grants `user` something in `namespace` ('' = cluster-wide ones only). */
  rulesFor(user: UserInfo, namespace: string): UserRules;
}

export interface UserRules {
  readonly resourceRules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames: readonly string[];
  }[];
  readonly nonResourceRules: readonly {
    readonly verbs: readonly string[];
    readonly nonResourceURLs: readonly string[];
  }[];
  readonly evaluationErrors: readonly string[];
}
