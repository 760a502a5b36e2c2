/** Ports as `port-forward` is told of them: '80', '8080:80', ':80', '8080:http'. Errors are in kubectl's words. */
import type { Pod, Service } from '../../../api/core/v1.ts';
import type { ChosenPod } from '../../streams/choosePod.ts';

export interface ForwardedPort {
  /** 0 for any that is free. */
  readonly local: number;
  readonly remote: number;
}

export interface NamedPort {
  readonly local: string;
  /** A number, or the name of a port. */
  readonly remote: string;
}

export function parsePorts(words: readonly string[]): NamedPort[] {
  return words.map((word) => {
    const parts = word.split(':');
    const [first = '', second] = parts;
    if (parts.length > 2) throw new Error(`invalid port format '${word}'`);
    return { local: first, remote: second ?? first };
  });
}

/** The numbers of the Pod's ports; a Service's ports are those that they lead to. */
export function portsInPod(ports: readonly NamedPort[], { pod, object, kind }: ChosenPod): ForwardedPort[] {
  return ports.map(({ local, remote }) => {
    if (remote === '') throw new Error('remote port cannot be empty');
    // A named seam: the server answers with the kind that was asked for.
    const number = kind === 'Service' ? throughService(object, pod, remote) : portOfPod(pod, remote);
    // One word for both: the local port is the number of what the name means.
    const here =
      local === remote && !isNumber(remote)
        ? kind === 'Service'
          ? servicePort(object, remote)
          : number
        : local === ''
          ? 0
          : Number(local);
    if (!Number.isInteger(here) || here < 0 || here > 65_535)
      throw new Error(
        `error parsing local port '${local}': strconv.ParseUint: parsing ${JSON.stringify(local)}: invalid syntax`,
      );
    if (number <= 0 || number > 65_535)
      throw new Error(
        number === 0 ? 'remote port must be > 0' : `error parsing remote port '${remote}': value out of range`,
      );
    return { local: here, remote: number };
  });
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function portOfPod(pod: Pod, text: string): number {
  const all = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const found = isNumber(text) ? undefined : all.find((port) => port.name === text);
  const number = isNumber(text) ? Number(text) : found?.containerPort;
  if (number === undefined) throw new Error(`Pod '${pod.metadata?.name ?? ''}' does not have a named port '${text}'`);
  const same = all.filter((port) => port.containerPort === number);
  refuseUdp(same, text);
  return number;
}

function servicePort(service: Service, text: string): number {
  if (isNumber(text)) return Number(text);
  const found = service.spec?.ports?.find((port) => port.name === text);
  if (!found) throw new Error(`Service '${service.metadata?.name ?? ''}' does not have a named port '${text}'`);
  return found.port;
}

function throughService(service: Service, pod: Pod, text: string): number {
  const number = servicePort(service, text);
  const same = service.spec?.ports?.filter((port) => port.port === number) ?? [];
  refuseUdp(same, text);
  const [port] = same;
  if (!port) throw new Error(`Service ${service.metadata?.name ?? ''} does not have a service port ${number}`);
  if (service.spec?.clusterIP === 'None') return number;
  const { targetPort = number } = port;
  if (typeof targetPort === 'number') return targetPort === 0 ? number : targetPort;
  return portOfPod(pod, targetPort);
}

function refuseUdp(same: readonly { readonly protocol?: string }[], text: string): void {
  if (same.length > 0 && same.every((port) => port.protocol === 'UDP'))
    throw new Error(`UDP protocol is not supported for ${text}`);
}
