/** Containers in a Pod's or a template's description. */
import type {
  Container,
  ContainerState,
  ContainerStatus,
  EnvVar,
  Pod,
  Probe,
  ResourceRequirements,
} from '../../api/core/v1.ts';
import { formatQuantity, milliValue, parseQuantity, value as wholeValue } from '../../machinery/quantity.ts';
import { byCodePoint } from '../kube/json.ts';
import { dateText, orNone, trueOrFalse, type Description } from './description.ts';

export interface ContainersOptions {
  readonly statuses?: readonly ContainerStatus[] | undefined;
  /** What fields of the Pod the environment refers to; none in a template. */
  readonly pod?: Pod;
  /** In front of the heading, for templates. */
  readonly indent?: string;
}

export function describeContainers(
  to: Description,
  label: string,
  containers: readonly Container[],
  { statuses = [], pod, indent = '' }: ContainersOptions,
): void {
  to.line(0, `${indent}${label}:${containers.length === 0 ? ' <none>' : ''}`);
  for (const container of containers) {
    const status = statuses.find((s) => s.name === container.name);
    basics(to, container, status, indent === '' ? '' : ' ');
    words(to, 'Command', container.command);
    words(to, 'Args', container.args);
    if (status) {
      state(to, 'State', status.state);
      if (status.lastState?.terminated) state(to, 'Last State', status.lastState);
      to.line(2, `Ready:\t${trueOrFalse(status.ready)}`);
      to.line(2, `Restart Count:\t${status.restartCount}`);
    }
    describeResources(to, container.resources, 2);
    if (container.livenessProbe) to.line(2, `Liveness:\t${probeText(container.livenessProbe)}`);
    if (container.readinessProbe) to.line(2, `Readiness:\t${probeText(container.readinessProbe)}`);
    if (container.startupProbe) to.line(2, `Startup:\t${probeText(container.startupProbe)}`);
    environmentFrom(to, container);
    environment(to, container, pod);
    mounts(to, container);
  }
}

function basics(to: Description, container: Container, status: ContainerStatus | undefined, indent: string): void {
  to.line(1, `${indent}${container.name}:`);
  if (status) to.line(2, `Container ID:\t${status.containerID ?? ''}`);
  to.line(2, `Image:\t${container.image ?? ''}`);
  if (status) to.line(2, `Image ID:\t${status.imageID}`);
  const ports = (number: (p: { containerPort: number; hostPort?: number }) => number): string =>
    (container.ports ?? []).map((p) => `${number(p)}/${p.protocol ?? 'TCP'}`).join(', ');
  const written = (title: string, text: string): void =>
    to.line(2, text.includes(',') ? `${title}s:\t${text}` : `${title}:\t${orNone(text)}`);
  written(
    'Port',
    ports((p) => p.containerPort),
  );
  written(
    'Host Port',
    ports((p) => p.hostPort ?? 0),
  );
  const seccomp = container.securityContext?.seccompProfile;
  if (seccomp) to.line(2, `SeccompProfile:\t${seccomp.type}`);
  if (seccomp?.type === 'Localhost') to.line(3, `LocalhostProfile:\t${seccomp.localhostProfile ?? ''}`);
}

function words(to: Description, title: string, list: readonly string[] | undefined): void {
  if (!list || list.length === 0) return;
  to.line(2, `${title}:`);
  for (const line of list.flatMap((word) => word.split('\n'))) to.line(3, line);
}

function state(to: Description, title: string, { running, waiting, terminated }: ContainerState = {}): void {
  if (running) {
    to.line(2, `${title}:\tRunning`);
    to.line(3, `Started:\t${dateText(running.startedAt)}`);
  } else if (waiting) {
    to.line(2, `${title}:\tWaiting`);
    if (waiting.reason) to.line(3, `Reason:\t${waiting.reason}`);
  } else if (terminated) {
    to.line(2, `${title}:\tTerminated`);
    if (terminated.reason) to.line(3, `Reason:\t${terminated.reason}`);
    if (terminated.message) to.line(3, `Message:\t${terminated.message}`);
    to.line(3, `Exit Code:\t${terminated.exitCode}`);
    if (terminated.signal) to.line(3, `Signal:\t${terminated.signal}`);
    to.line(3, `Started:\t${dateText(terminated.startedAt)}`);
    to.line(3, `Finished:\t${dateText(terminated.finishedAt)}`);
  } else to.line(2, `${title}:\tWaiting`);
}

export function describeResources(to: Description, resources: ResourceRequirements | undefined, level: number): void {
  for (const [title, list] of [
    ['Limits', resources?.limits],
    ['Requests', resources?.requests],
  ] as const) {
    const names = Object.keys(list ?? {}).sort(byCodePoint);
    if (names.length > 0) to.line(level, `${title}:`);
    for (const name of names) to.line(level + 1, `${name}:\t${list?.[name] ?? ''}`);
  }
}

function probeText(probe: Probe): string {
  const numbers = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s #success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec) return `exec [${(exec.command ?? []).join(' ')}] ${numbers}`;
  if (httpGet) {
    const host = httpGet.host?.includes(':') ? `[${httpGet.host}]` : (httpGet.host ?? '');
    const path = httpGet.path ?? '';
    return `http-get ${(httpGet.scheme ?? '').toLowerCase()}://${host}:${httpGet.port}${path !== '' && !path.startsWith('/') ? '/' : ''}${encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')} ${numbers}`;
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${numbers}`;
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${numbers}`;
  return `unknown ${numbers}`;
}

function environmentFrom(to: Description, { envFrom = [] }: Container): void {
  if (envFrom.length === 0) return;
  to.line(2, 'Environment Variables from:');
  for (const { configMapRef, secretRef, prefix } of envFrom) {
    const source = configMapRef ?? secretRef;
    const kind = configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : '';
    to.line(
      3,
      `${source?.name ?? ''}\t${kind}${prefix ? ` with prefix '${prefix}'` : ''}\tOptional: ${source?.optional === true}`,
    );
  }
}

function environment(to: Description, container: Container, pod: Pod | undefined): void {
  const variables = container.env ?? [];
  to.line(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}`);
  for (const variable of variables) {
    const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = variable.valueFrom ?? {};
    const name = variable.name;
    if (!variable.valueFrom) {
      (variable.value ?? '').split('\n').forEach((line, i) => to.line(3, i === 0 ? `${name}:\t${line}` : `\t${line}`));
    } else if (fieldRef) {
      to.line(
        3,
        `${name}:\t${pod ? fieldOf(pod, fieldRef.fieldPath) : ''} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})`,
      );
    } else if (resourceFieldRef) {
      to.line(3, `${name}:\t${resourceOf(container, variable)} (${resourceFieldRef.resource})`);
    } else if (secretKeyRef) {
      to.line(
        3,
        `${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional === true}`,
      );
    } else if (configMapKeyRef) {
      to.line(
        3,
        `${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>\tOptional: ${configMapKeyRef.optional === true}`,
      );
    }
  }
}

/** kubectl knows the name and the namespace; other fields print nothing. */
const fieldOf = ({ metadata }: Pod, path: string): string =>
  path === 'metadata.name' ? (metadata?.name ?? '') : path === 'metadata.namespace' ? (metadata?.namespace ?? '') : '';

function resourceOf({ resources }: Container, { valueFrom }: EnvVar): string {
  const { resource = '', divisor } = valueFrom?.resourceFieldRef ?? {};
  const [list = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  const quantity = (list === 'limits' ? resources?.limits : resources?.requests)?.[name] ?? '0';
  const by = divisor === undefined || formatQuantity(parseQuantity(divisor)) === '0' ? '1' : divisor;
  const result =
    name === 'cpu'
      ? Math.ceil(milliValue(quantity) / milliValue(by))
      : Math.ceil(wholeValue(quantity) / wholeValue(by));
  return result === 0 && (resource === 'limits.cpu' || resource === 'limits.memory')
    ? 'node allocatable'
    : String(result);
}

function mounts(to: Description, { volumeMounts = [], volumeDevices = [] }: Container): void {
  const none = volumeMounts.length === 0 ? '\t<none>' : '';
  to.line(2, `Mounts:${none}`);
  for (const mount of [...volumeMounts].sort((a, b) => byCodePoint(a.mountPath, b.mountPath))) {
    const flags = [mount.readOnly ? 'ro' : 'rw', ...(mount.subPath ? [`path=${JSON.stringify(mount.subPath)}`] : [])];
    to.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})`);
  }
  if (volumeDevices.length === 0) return;
  to.line(2, `Devices:${none}`);
  for (const device of [...volumeDevices].sort((a, b) => byCodePoint(a.devicePath, b.devicePath)))
    to.line(3, `${device.devicePath} from ${device.name}`);
}
