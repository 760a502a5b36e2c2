/** The baseline level: nothing that is known to lead out of a container. In the order of upstream's names of the checks. */
import type { SELinuxOptions } from '../../../api/core/v1.ts';
import { allContainers, badSettings, containersText, namesOf, quoted, sortedSet } from './check.ts';
import type { Check } from './check.ts';

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

const appArmorProfile: Check = (spec, annotations) => {
  const found = badSettings(
    spec,
    (context) => context?.appArmorProfile?.type,
    (type) => type === 'Unconfined',
  );
  const annotated = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(appArmorPrefix) && !/^($|runtime\/default$|localhost\/)/.test(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
  if (!found && annotated.length === 0) return undefined;
  const count = new Set([...(found?.values ?? []), ...annotated]).size;
  return {
    reason: count === 1 ? 'forbidden AppArmor profile' : 'forbidden AppArmor profiles',
    detail: [
      ...(found ? [`${found.setters} must not set AppArmor profile type to ${quoted(sortedSet(found.values))}`] : []),
      ...(annotated.length > 0
        ? [`${annotated.length === 1 ? 'annotation' : 'annotations'} ${annotated.join(', ')}`]
        : []),
    ].join(' and '),
  };
};

const defaultCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const capabilitiesBaseline: Check = (spec) => {
  const extra = (add: readonly string[] = []): string[] => add.filter((each) => !defaultCapabilities.has(each));
  const names = namesOf(spec, ({ securityContext }) => extra(securityContext?.capabilities?.add).length > 0);
  if (names.length === 0) return undefined;
  const all = allContainers(spec).flatMap(({ securityContext }) => extra(securityContext?.capabilities?.add));
  return {
    reason: 'non-default capabilities',
    detail: `${containersText(names)} must not include ${quoted(sortedSet(all))} in securityContext.capabilities.add`,
  };
};

const hostNamespaces: Check = (spec) => {
  const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  return set.length > 0
    ? { reason: 'host namespaces', detail: set.map((field) => `${field}=true`).join(', ') }
    : undefined;
};

export const hostPathVolumes: Check = ({ volumes = [] }) => {
  const names = volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return { reason: 'hostPath volumes', detail: `${names.length === 1 ? 'volume' : 'volumes'} ${quoted(names)}` };
};

const hostPorts: Check = (spec) => {
  const names = namesOf(spec, ({ ports = [] }) => ports.some(({ hostPort }) => hostPort));
  if (names.length === 0) return undefined;
  const ports = sortedSet(
    allContainers(spec).flatMap((each) =>
      (each.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : [])),
    ),
  );
  const word = ports.length === 1 ? 'hostPort' : 'hostPorts';
  return {
    reason: word,
    detail: `${containersText(names)} ${names.length === 1 ? 'uses' : 'use'} ${word} ${ports.join(', ')}`,
  };
};

const privileged: Check = (spec) => {
  const names = namesOf(spec, ({ securityContext }) => securityContext?.privileged === true);
  return names.length > 0
    ? { reason: 'privileged', detail: `${containersText(names)} must not set securityContext.privileged=true` }
    : undefined;
};

const procMount: Check = (spec) => {
  const typeOf = (each: { securityContext?: { procMount?: string } }): string => each.securityContext?.procMount ?? '';
  const bad = allContainers(spec).filter((each) => typeOf(each) !== '' && typeOf(each) !== 'Default');
  if (bad.length === 0) return undefined;
  const types = quoted(sortedSet(bad.map(typeOf)));
  return {
    reason: 'procMount',
    detail: `${containersText(bad.map(({ name }) => name))} must not set securityContext.procMount to ${types}`,
  };
};

const seLinuxTypes = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

const seLinuxOptions: Check = (spec) => {
  const isBad = ({ type = '', user, role }: SELinuxOptions): boolean => !seLinuxTypes.has(type) || !!user || !!role;
  const found = badSettings(spec, (context) => context?.seLinuxOptions, isBad);
  if (!found) return undefined;
  const types = sortedSet(found.values.map(({ type = '' }) => type).filter((type) => !seLinuxTypes.has(type)));
  const said = [
    ...(types.length > 0 ? [`${types.length === 1 ? 'type' : 'types'} ${quoted(types)}`] : []),
    ...(found.values.some(({ user }) => user) ? ['user may not be set'] : []),
    ...(found.values.some(({ role }) => role) ? ['role may not be set'] : []),
  ];
  return {
    reason: 'seLinuxOptions',
    detail: `${found.setters} set forbidden securityContext.seLinuxOptions: ${said.join('; ')}`,
  };
};

export const seccompProfileBaseline: Check = (spec) => {
  const found = badSettings(
    spec,
    (context) => context?.seccompProfile?.type,
    (type) => type === 'Unconfined',
  );
  if (!found) return undefined;
  const types = quoted(sortedSet(found.values));
  return {
    reason: 'seccompProfile',
    detail: `${found.setters} must not set securityContext.seccompProfile.type to ${types}`,
  };
};

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

const sysctls: Check = ({ securityContext }) => {
  const names = (securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !safeSysctls.has(name));
  return names.length > 0 ? { reason: 'forbidden sysctls', detail: names.join(', ') } : undefined;
};

const windowsHostProcess: Check = (spec) => {
  const found = badSettings(
    spec,
    (context) => context?.windowsOptions?.hostProcess,
    (value) => value,
  );
  return found
    ? { reason: 'hostProcess', detail: `${found.setters} must not set securityContext.windowsOptions.hostProcess=true` }
    : undefined;
};

export const baselineChecks: readonly Check[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
];
