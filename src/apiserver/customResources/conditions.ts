/** Conditions of a CustomResourceDefinition. */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionStatus,
} from '../../api/apiextensions/v1.ts';
import { formatTime } from '../../machinery/time.ts';

export type Condition = Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>;

export const emptyStatus = (): CustomResourceDefinitionStatus => ({ acceptedNames: { plural: '', kind: '' } });

export const conditionOf = (
  { status }: CustomResourceDefinition,
  type: string,
): CustomResourceDefinitionCondition | undefined => status?.conditions?.find((each) => each.type === type);

/** A new status with the condition; its time changes with what it says alone. */
export function withCondition(
  status: CustomResourceDefinitionStatus,
  condition: Condition,
): CustomResourceDefinitionStatus {
  const known = status.conditions ?? [];
  const old = known.find(({ type }) => type === condition.type);
  const lastTransitionTime = old && old.status === condition.status ? old.lastTransitionTime : undefined;
  const next = { ...condition, lastTransitionTime: lastTransitionTime ?? formatTime(Date.now()) };
  return {
    ...status,
    conditions: old ? known.map((each) => (each === old ? next : each)) : [...known, next],
  };
}
