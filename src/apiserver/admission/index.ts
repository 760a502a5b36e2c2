/** Admission: what may happen to an object beyond what its own kind decides. Plugins run in this order. */
import type { AdmissionPlugin } from '../registration.ts';
import { defaultTolerationSeconds } from './defaultTolerationSeconds.ts';
import { namespaceLifecycle } from './namespaceLifecycle.ts';
import { nodeRestriction } from './nodeRestriction.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './serviceAccount.ts';
import { taintNodesByCondition } from './taintNodesByCondition.ts';

export function admissionPlugins(): readonly AdmissionPlugin[] {
  return [namespaceLifecycle, nodeRestriction, serviceAccount, taintNodesByCondition, priority, defaultTolerationSeconds];
}
