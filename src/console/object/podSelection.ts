/** Which Pods belong to an object, as a question to the server. */
import type { LabelSelector } from '../../api/meta/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';

export interface PodSelection {
  readonly namespace: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** undefined for what has no Pods. */
export function podSelectionOf(object: KubeObject): PodSelection | undefined {
  const { kind, metadata } = object;
  if (kind === 'Pod') return undefined;
  if (kind === 'Node') return { namespace: undefined, fieldSelector: `spec.nodeName=${metadata?.name ?? ''}` };
  // A named seam: whether there is a selector, and of which form, follows from the kind.
  const selector = (object as { spec?: { selector?: LabelSelector | Record<string, string> } }).spec?.selector;
  if (!selector || metadata?.namespace === undefined) return undefined;
  const labelSelector = selectorText(
    kind === 'Service' || kind === 'ReplicationController'
      ? { matchLabels: selector as Record<string, string> }
      : selector,
  );
  // An empty one of a Service selects nothing.
  return labelSelector === '' ? undefined : { namespace: metadata.namespace, labelSelector };
}

export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const words = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  for (const { key, operator, values = [] } of matchExpressions) {
    if (operator === 'Exists') words.push(key);
    else if (operator === 'DoesNotExist') words.push(`!${key}`);
    else words.push(`${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`);
  }
  return words.join(',');
}
