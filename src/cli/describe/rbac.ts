/** Descriptions of roles and bindings. */
import type { ClusterRole, PolicyRule, RoleBinding } from '../../api/rbac/v1.ts';
import type { Describer } from './contract.ts';
import { compactRules, ruleSortKey } from './rules.ts';
import { byCodePoint } from '../kube/json.ts';

export const describeRole: Describer = (context, to) => {
  const { metadata, rules = [] } = context.as<ClusterRole>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, 'PolicyRule:');
  to.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  to.line(1, '---------\t-----------------\t--------------\t-----');
  for (const rule of sortedRules(rules)) to.line(1, ruleLine(rule));
};

export const sortedRules = (rules: readonly PolicyRule[]): readonly PolicyRule[] =>
  [...compactRules(rules)].sort((a, b) => byCodePoint(ruleSortKey(a), ruleSortKey(b)));

const list = (words: readonly string[] | undefined): string => `[${(words ?? []).join(' ')}]`;

export const ruleLine = (rule: PolicyRule): string =>
  [resourceWithGroup(rule), list(rule.nonResourceURLs), list(rule.resourceNames), list(rule.verbs)].join('\t');

/** 'deployments.apps/scale'. */
function resourceWithGroup({ resources = [], apiGroups = [] }: PolicyRule): string {
  const [first] = resources;
  if (first === undefined) return '';
  const slash = first.indexOf('/');
  const [name, subresource] = slash < 0 ? [first, ''] : [first.slice(0, slash), first.slice(slash)];
  return `${name}${apiGroups[0] ? `.${apiGroups[0]}` : ''}${subresource}`;
}

export const describeBinding: Describer = (context, to) => {
  const { metadata, roleRef, subjects = [] } = context.as<RoleBinding>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, 'Role:');
  to.line(1, `Kind:\t${roleRef.kind}`);
  to.line(1, `Name:\t${roleRef.name}`);
  to.line(0, 'Subjects:');
  to.line(1, 'Kind\tName\tNamespace');
  to.line(1, '----\t----\t---------');
  for (const s of subjects) to.line(1, `${s.kind}\t${s.name}\t${s.namespace ?? ''}`);
};
