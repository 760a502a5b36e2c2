/** Upstream's sentences about requests and limits that a LimitRange does not allow. */
import { canonicalQuantity, compareQuantities, isZero, milliValue } from '../../machinery/quantity.ts';

export type Amounts = Readonly<Record<string, string>>;

type Bound = 'min' | 'max' | 'maxRequest' | 'maxLimitRequestRatio';

/** The complaint about one resource, if any. `type` is what the bound is on: Container, Pod, PersistentVolumeClaim. */
export function whyOutOfBounds(
  bound: Bound,
  type: string,
  name: string,
  enforced: string,
  requests: Amounts,
  limits: Amounts,
): string[] {
  const why = rules[bound](enforced, requests[name], limits[name]);
  if (why === undefined) return [];
  if (bound === 'maxLimitRequestRatio')
    return [`${name} max limit to request ratio per ${type} is ${enforced}, but ${why}`];
  return [`${bound === 'min' ? 'minimum' : 'maximum'} ${name} usage per ${type} is ${enforced}${why}`];
}

type Rule = (enforced: string, request: string | undefined, limit: string | undefined) => string | undefined;

const noRequest = '.  No request is specified';
const less = (a: string, b: string): boolean => compareQuantities(a, b) < 0;

const rules: Readonly<Record<Bound, Rule>> = {
  min(enforced, request, limit) {
    if (request === undefined) return noRequest;
    if (less(request, enforced)) return butRequest(request);
    return limit !== undefined && less(limit, enforced) ? butLimit(limit) : undefined;
  },
  max(enforced, request, limit) {
    if (limit === undefined) return '.  No limit is specified';
    if (less(enforced, limit)) return butLimit(limit);
    return request !== undefined && less(enforced, request) ? butRequest(request) : undefined;
  },
  maxRequest(enforced, request) {
    if (request === undefined) return noRequest;
    return less(enforced, request) ? butRequest(request) : undefined;
  },
  maxLimitRequestRatio(enforced, request, limit) {
    if (request === undefined || isZero(request)) return 'no request is specified or request is 0';
    if (limit === undefined || isZero(limit)) return 'no limit is specified or limit is 0';
    const ratio = milliValue(limit) / milliValue(request);
    return ratio * 1000 > milliValue(enforced) ? `provided ratio is ${ratio.toFixed(6)}` : undefined;
  },
};

const butRequest = (amount: string): string => `, but request is ${canonicalQuantity(amount)}`;
const butLimit = (amount: string): string => `, but limit is ${canonicalQuantity(amount)}`;
