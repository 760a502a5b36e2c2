/** Quotas, disruption budgets and priority classes as `create` makes them. */
import type { ResourceQuota, ResourceQuotaScope } from '../../api/core/v1.ts';
import type { LabelSelector } from '../../api/meta/v1.ts';
import type { PodDisruptionBudget } from '../../api/policy/v1.ts';
import type { PriorityClass } from '../../api/scheduling/v1.ts';
import { parseSelector } from '../../machinery/labels.ts';
import { intOrStringOf } from './intOrString.ts';
import { parseResourceList } from './resourceList.ts';

/** @param hard 'pods=3,requests.cpu=1' @param scopes 'BestEffort,NotTerminating' */
export function quota(name: string, hard: string, scopes: string): ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name },
    spec: { ...(hard && { hard: parseResourceList(hard) }), ...(scopes && { scopes: scopesOf(scopes) }) },
  };
}

function scopesOf(text: string): ResourceQuotaScope[] {
  return text.split(',').map((scope) => {
    if (scope === '') throw new Error('invalid resource quota scope ""');
    // A named seam: the server refuses what is no scope.
    return scope as ResourceQuotaScope;
  });
}

export interface BudgetOptions {
  readonly selector: string;
  readonly minAvailable: string;
  readonly maxUnavailable: string;
}

export function podDisruptionBudget(name: string, options: BudgetOptions): PodDisruptionBudget {
  const { selector, minAvailable, maxUnavailable } = options;
  if (selector === '') throw new Error('a selector must be specified');
  if (minAvailable === '' && maxUnavailable === '')
    throw new Error('one of min-available or max-unavailable must be specified');
  if (minAvailable !== '' && maxUnavailable !== '')
    throw new Error('min-available and max-unavailable cannot be both specified');
  const number = /^[0-9]+%?$/;
  if (minAvailable !== '' && !number.test(minAvailable)) throw new Error('invalid format specified for min-available');
  if (maxUnavailable !== '' && !number.test(maxUnavailable))
    throw new Error('invalid format specified for max-unavailable');
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: {
      ...(minAvailable && { minAvailable: intOrStringOf(minAvailable) }),
      ...(maxUnavailable && { maxUnavailable: intOrStringOf(maxUnavailable) }),
      selector: labelSelectorOf(selector),
    },
  };
}

/** A selector's text as the object form; equality becomes `matchLabels`. */
export function labelSelectorOf(text: string): LabelSelector {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: NonNullable<LabelSelector['matchExpressions']> = [];
  const parsed = parseSelector(text);
  if (parsed === 'nothing') return {};
  for (const { key, operator, values } of parsed) {
    switch (operator) {
      case '=':
      case '==':
        matchLabels[key] = values[0] ?? '';
        break;
      case '!=':
      case 'notin':
        matchExpressions.push({ key, operator: 'NotIn', values: [...values] });
        break;
      case 'in':
        matchExpressions.push({ key, operator: 'In', values: [...values] });
        break;
      case 'exists':
        matchExpressions.push({ key, operator: 'Exists' });
        break;
      case '!':
        matchExpressions.push({ key, operator: 'DoesNotExist' });
        break;
      default:
        throw new Error(`${JSON.stringify(operator)} isn't supported in label selectors`);
    }
  }
  return {
    ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
    ...(matchExpressions.length > 0 && { matchExpressions }),
  };
}

export interface PriorityClassOptions {
  readonly value: number;
  readonly globalDefault: boolean;
  readonly description: string;
  readonly preemptionPolicy: string;
}

export const priorityClass = (name: string, options: PriorityClassOptions): PriorityClass => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value: options.value,
  ...(options.globalDefault && { globalDefault: true }),
  ...(options.description && { description: options.description }),
  // A named seam: the server refuses what is no policy.
  preemptionPolicy: options.preemptionPolicy as 'Never',
});
