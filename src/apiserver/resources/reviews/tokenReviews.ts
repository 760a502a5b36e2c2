/** TokenReviews and SelfSubjectReviews: who somebody is. */
import type { SelfSubjectReview, TokenReview, UserInfo as UserInfoMessage } from '../../../api/authentication/v1.ts';
import { badRequest } from '../../../machinery/apiError.ts';
import { selfSubjectReviews, tokenReviews } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import type { UserInfo } from '../../authentication/userInfo.ts';
import { registration } from '../../registration.ts';
import { defaultTable } from '../shared/columns.ts';
import { createOnly } from '../shared/verbs.ts';

function messageOf({ name, uid, groups, extra }: UserInfo): UserInfoMessage {
  return {
    username: name,
    ...(uid !== undefined && uid !== '' && { uid }),
    ...(groups.length && { groups: [...groups] }),
    ...(extra &&
      Object.keys(extra).length && {
        extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])),
      }),
  };
}

export const tokenReviewRegistration = registration<TokenReview>({
  resource: tokenReviews,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  async create(review, _, { services }) {
    const { token = '', audiences = [] } = review.spec;
    if (!token) throw badRequest('token is required for TokenReview in authentication');
    const identity = await services.authenticateToken(token, audiences.length ? audiences : services.tokens.audiences);
    const answer: TokenReview = { metadata: review.metadata ?? {}, spec: review.spec, status: {} };
    if (identity) {
      answer.status = {
        authenticated: true,
        user: messageOf(identity.user),
        ...(identity.audiences.length && { audiences: [...identity.audiences] }),
      };
    } else {
      answer.status = { user: {}, error: '[invalid bearer token]' };
    }
    return answer;
  },
});

export const selfSubjectReviewRegistration = registration<SelfSubjectReview>({
  resource: selfSubjectReviews,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  create: (_, __, { user, now }) =>
    Promise.resolve<SelfSubjectReview>({
      metadata: { creationTimestamp: formatTime(now) },
      status: { userInfo: messageOf(user) },
    }),
});
