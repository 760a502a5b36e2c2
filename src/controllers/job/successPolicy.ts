/** Whether an Indexed Job counts as done before all its indexes are. */
import type { SuccessPolicy } from '../../api/batch/v1.ts';
import { parseIndexes } from './indexSet.ts';

/** The message of the condition SuccessCriteriaMet; undefined when no rule is met. */
export function metSuccessRule(
  policy: SuccessPolicy | undefined,
  completions: number,
  succeeded: ReadonlySet<number>,
): string | undefined {
  for (const [index, { succeededIndexes, succeededCount }] of (policy?.rules ?? []).entries()) {
    const wanted = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes, completions);
    const done = wanted ? wanted.intersection(succeeded).size : succeeded.size;
    if (done >= (succeededCount ?? wanted?.size ?? Infinity)) return `Matched rules at index ${index}`;
  }
  return undefined;
}
