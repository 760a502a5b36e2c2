/** Access reviews: what somebody may do. */
import type {
  LocalSubjectAccessReview,
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '../../../api/authorization/v1.ts';
import { badRequest, invalid } from '../../../machinery/apiError.ts';
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import type { Resource } from '../../../machinery/resource.ts';
import {
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  selfSubjectRulesReviews,
  subjectAccessReviews,
} from '../../../machinery/resources.ts';
import type { UserInfo } from '../../authentication/userInfo.ts';
import { registration } from '../../registration.ts';
import type { RequestContext } from '../../registration.ts';
import { defaultTable } from '../shared/columns.ts';
import { createOnly } from '../shared/verbs.ts';

interface Question {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

function answer(
  { resourceAttributes, nonResourceAttributes }: Question,
  user: UserInfo,
  { services }: RequestContext,
): SubjectAccessReviewStatus {
  const { authorizer } = services;
  const decision = resourceAttributes
    ? authorizer.authorize(user, {
        verb: resourceAttributes.verb ?? '',
        group: resourceAttributes.group ?? '',
        version: resourceAttributes.version ?? '',
        resource: resourceAttributes.resource ?? '',
        subresource: resourceAttributes.subresource ?? '',
        namespace: resourceAttributes.namespace ?? '',
        name: resourceAttributes.name ?? '',
      })
    : authorizer.authorizePath(user, {
        verb: nonResourceAttributes?.verb ?? '',
        path: nonResourceAttributes?.path ?? '',
      });
  return {
    allowed: decision.outcome === 'allow',
    ...(decision.outcome === 'deny' && { denied: true }),
    ...(decision.reason && { reason: decision.reason }),
    ...(decision.evaluationError && { evaluationError: decision.evaluationError }),
  };
}

function validateQuestion({ resourceAttributes, nonResourceAttributes }: Question): FieldError[] {
  const at = path('spec', 'resourceAttributes');
  if (resourceAttributes && nonResourceAttributes) {
    return [
      invalidValue(
        path('spec', 'nonResourceAttributes'),
        nonResourceAttributes,
        'cannot be specified in combination with resourceAttributes',
      ),
    ];
  }
  if (!resourceAttributes && !nonResourceAttributes) {
    return [
      invalidValue(at, undefined, 'exactly one of nonResourceAttributes or resourceAttributes must be specified'),
    ];
  }
  return [];
}

function validateSubject({ user, groups }: SubjectAccessReviewSpec): FieldError[] {
  return user || groups?.length
    ? []
    : [invalidValue(path('spec', 'user'), user ?? '', 'at least one of user or group must be specified')];
}

function refuse(resource: Resource, errors: readonly FieldError[]): void {
  if (errors.length) throw invalid({ group: resource.group, kind: resource.kind }, '', errors);
}

const userOf = ({ user = '', uid, groups = [], extra }: SubjectAccessReviewSpec): UserInfo => ({
  name: user,
  groups,
  ...(uid !== undefined && { uid }),
  ...(extra && { extra }),
});

export const subjectAccessReviewRegistration = registration<SubjectAccessReview>({
  resource: subjectAccessReviews,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  create(review, _, context) {
    refuse(subjectAccessReviews, [...validateQuestion(review.spec), ...validateSubject(review.spec)]);
    return Promise.resolve<SubjectAccessReview>({
      metadata: review.metadata ?? {},
      spec: review.spec,
      status: answer(review.spec, userOf(review.spec), context),
    });
  },
});

export const selfSubjectAccessReviewRegistration = registration<SelfSubjectAccessReview>({
  resource: selfSubjectAccessReviews,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  create(review, _, context) {
    refuse(selfSubjectAccessReviews, validateQuestion(review.spec));
    return Promise.resolve<SelfSubjectAccessReview>({
      metadata: review.metadata ?? {},
      spec: review.spec,
      status: answer(review.spec, context.user, context),
    });
  },
});

export const localSubjectAccessReviewRegistration = registration<LocalSubjectAccessReview>({
  resource: localSubjectAccessReviews,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  create(review, namespace, context) {
    refuse(localSubjectAccessReviews, [...validateQuestion(review.spec), ...validateSubject(review.spec)]);
    if (review.spec.nonResourceAttributes) {
      refuse(localSubjectAccessReviews, [
        invalidValue(
          path('spec', 'nonResourceAttributes'),
          review.spec.nonResourceAttributes,
          'disallowed on this kind of request',
        ),
      ]);
    }
    const asked = review.spec.resourceAttributes?.namespace ?? '';
    if (asked !== namespace)
      throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${asked || '""'}`);
    return Promise.resolve<LocalSubjectAccessReview>({
      metadata: review.metadata ?? {},
      spec: review.spec,
      status: answer(review.spec, userOf(review.spec), context),
    });
  },
});

export const selfSubjectRulesReviewRegistration = registration<SelfSubjectRulesReview>({
  resource: selfSubjectRulesReviews,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  create(review, _, { user, services }) {
    const namespace = review.spec.namespace ?? '';
    if (!namespace) throw badRequest('no namespace on request');
    const rules = services.authorizer.rulesFor(user, namespace);
    const list = (name: string, values: readonly string[]): object => (values.length ? { [name]: [...values] } : {});
    return Promise.resolve<SelfSubjectRulesReview>({
      metadata: review.metadata ?? {},
      spec: {},
      status: {
        resourceRules: rules.resourceRules.map((rule) => ({
          verbs: [...rule.verbs],
          ...list('apiGroups', rule.apiGroups),
          ...list('resources', rule.resources),
          ...list('resourceNames', rule.resourceNames),
        })),
        nonResourceRules: rules.nonResourceRules.map((rule) => ({
          verbs: [...rule.verbs],
          ...list('nonResourceURLs', rule.nonResourceURLs),
        })),
        incomplete: rules.evaluationErrors.length > 0,
        ...(rules.evaluationErrors.length && { evaluationError: rules.evaluationErrors.join(', ') }),
      },
    });
  },
});
