/** The restricted level: the baseline, and today's good practice for hardening. */
import type { PodSpec } from '../../../api/core/v1.ts';
import { baselineChecks, capabilitiesBaseline, hostPathVolumes, seccompProfileBaseline } from './baseline.ts';
import { allContainers, badSettings, containersText, namesOf, quoted, sortedSet } from './check.ts';
import type { Check } from './check.ts';

const isWindows = ({ os }: PodSpec): boolean => os?.name === 'windows';

const allowPrivilegeEscalation: Check = (spec) => {
  const names = namesOf(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (names.length === 0 || isWindows(spec)) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
};

const capabilitiesRestricted: Check = (spec) => {
  if (isWindows(spec)) return undefined;
  const extra = (add: readonly string[] = []): string[] => add.filter((each) => each !== 'NET_BIND_SERVICE');
  const keeping = namesOf(spec, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const adding = namesOf(spec, ({ securityContext }) => extra(securityContext?.capabilities?.add).length > 0);
  const all = allContainers(spec).flatMap(({ securityContext }) => extra(securityContext?.capabilities?.add));
  const said = [
    ...(keeping.length > 0 ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${containersText(adding)} must not include ${quoted(sortedSet(all))} in securityContext.capabilities.add`]
      : []),
  ];
  return said.length > 0 ? { reason: 'unrestricted capabilities', detail: said.join('; ') } : undefined;
};

const allowedVolumes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const restrictedVolumes: Check = ({ volumes = [] }) => {
  const bad = volumes.flatMap(({ name, ...source }) =>
    Object.keys(source)
      .filter((type) => !allowedVolumes.has(type))
      .map((type) => ({ name, type })),
  );
  if (bad.length === 0) return undefined;
  const types = sortedSet(bad.map(({ type }) => type));
  return {
    reason: 'restricted volume types',
    detail:
      `${bad.length === 1 ? 'volume' : 'volumes'} ${quoted(bad.map(({ name }) => name))} ` +
      `${bad.length === 1 ? 'uses' : 'use'} restricted volume ${types.length === 1 ? 'type' : 'types'} ${quoted(types)}`,
  };
};

const runAsNonRoot: Check = (spec) => {
  const reason = 'runAsNonRoot != true';
  const own = spec.securityContext?.runAsNonRoot;
  const explicit = namesOf(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  const unset = namesOf(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  const setters = [...(own === false ? ['pod'] : []), ...(explicit.length > 0 ? [containersText(explicit)] : [])];
  if (setters.length > 0)
    return { reason, detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  if (own === true || unset.length === 0) return undefined;
  return { reason, detail: `pod or ${containersText(unset)} must set securityContext.runAsNonRoot=true` };
};

const runAsUser: Check = (spec) => {
  const found = badSettings(
    spec,
    (context) => context?.runAsUser,
    (user) => user === 0,
  );
  return found ? { reason: 'runAsUser=0', detail: `${found.setters} must not set runAsUser=0` } : undefined;
};

const seccompProfileRestricted: Check = (spec) => {
  if (isWindows(spec)) return undefined;
  const isFine = (type: string): boolean => type === 'RuntimeDefault' || type === 'Localhost';
  const found = badSettings(
    spec,
    (context) => context?.seccompProfile?.type,
    (type) => !isFine(type),
  );
  const reason = 'seccompProfile';
  if (found) {
    const types = quoted(sortedSet(found.values));
    return { reason, detail: `${found.setters} must not set securityContext.seccompProfile.type to ${types}` };
  }
  if (spec.securityContext?.seccompProfile) return undefined;
  const unset = namesOf(spec, ({ securityContext }) => !securityContext?.seccompProfile);
  if (unset.length === 0) return undefined;
  return {
    reason,
    detail: `pod or ${containersText(unset)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
};

/** Baseline checks that a stricter one takes the place of. */
const replaced: ReadonlySet<Check> = new Set([capabilitiesBaseline, hostPathVolumes, seccompProfileBaseline]);

export const restrictedChecks: readonly Check[] = [
  ...baselineChecks.filter((check) => !replaced.has(check)),
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];
