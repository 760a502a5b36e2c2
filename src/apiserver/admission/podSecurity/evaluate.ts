/** Upstream's sentence about what a Pod violates of a level: `privileged (container "c" must not …), hostPort (…)`. */
import type { PodTemplateSpec } from '../../../api/core/v1.ts';
import { baselineChecks } from './baseline.ts';
import type { Check } from './check.ts';
import type { Level } from './policy.ts';
import { restrictedChecks } from './restricted.ts';

const checks: Readonly<Record<Level, readonly Check[]>> = {
  privileged: [],
  baseline: baselineChecks,
  restricted: restrictedChecks,
};

/** undefined when it passes. The checks are those of this Kubernetes level, whatever version a policy names. */
export function evaluate(level: Level, { spec, metadata }: PodTemplateSpec): string | undefined {
  if (!spec) return undefined;
  const violations = checks[level].flatMap((check) => check(spec, metadata?.annotations ?? {}) ?? []);
  return violations.length > 0
    ? violations.map(({ reason, detail }) => (detail ? `${reason} (${detail})` : reason)).join(', ')
    : undefined;
}
