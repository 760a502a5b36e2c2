/** The admission plugins in the order in which they run. */
import type { AdmissionPlugin } from '../registration.ts';
import { certificateApproval, certificateSigning, certificateSubjectRestriction } from './certificates.ts';
import { defaultStorageClass } from './defaultStorageClass.ts';
import { defaultTolerationSeconds } from './defaultTolerationSeconds.ts';
import { limitRanger } from './limitRanger.ts';
import { namespaceLifecycle } from './namespaceLifecycle.ts';
import { nodeRestriction } from './nodeRestriction.ts';
import { podSecurity } from './podSecurity/podSecurity.ts';
import { persistentVolumeClaimResize } from './persistentVolumeClaimResize.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './quota/resourceQuota.ts';
import { rbacEscalation } from './rbacEscalation.ts';
import { runtimeClass } from './runtimeClass.ts';
import { serviceAccount } from './serviceAccount.ts';
import { storageObjectInUseProtection } from './storageObjectInUseProtection.ts';
import { taintNewNodes } from './taintNewNodes.ts';

export const admissionPlugins = (): readonly AdmissionPlugin[] => [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  nodeRestriction,
  taintNewNodes,
  podSecurity,
  priority,
  runtimeClass,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  rbacEscalation,
  // Last: what it charges is stored next.
  resourceQuota(),
];
