/** Rules of roles, one a resource: taken apart, then put together again where they differ in their verbs only. */
import type { PolicyRule } from '../../api/rbac/v1.ts';

/** One rule for each group, resource and name, and for each URL. */
function breakDown(rule: PolicyRule): readonly PolicyRule[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
  const names = resourceNames.length > 0 ? resourceNames.map((name) => [name]) : [undefined];
  return [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.flatMap((verb) =>
          names.map((only) => ({
            apiGroups: [group],
            resources: [resource],
            verbs: [verb],
            ...(only && { resourceNames: only }),
          })),
        ),
      ),
    ),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ];
}

/** Rules for the same thing become one with all their verbs, in the order in which they came. */
export function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const merged = new Map<string, PolicyRule>();
  for (const rule of rules.flatMap(breakDown)) {
    const { verbs, ...what } = rule;
    // Those for URLs stay apart, as kubectl has them.
    const key = JSON.stringify(rule.nonResourceURLs ? merged.size : what);
    const known = merged.get(key);
    if (!known) merged.set(key, rule);
    else merged.set(key, { ...known, verbs: [...new Set([...known.verbs, ...verbs])] });
  }
  return [...merged.values()];
}

/** What kubectl sorts rules by: their text as Go prints it. */
export const ruleSortKey = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string =>
  [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((list) => `[${(list ?? []).join(' ')}]`).join(',');
