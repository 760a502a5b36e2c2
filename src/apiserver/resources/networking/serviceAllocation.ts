/** Cluster addresses and node ports of Services: taken before a Service is stored, given back when that fails. */
import type { Service } from '../../../api/core/v1.ts';
import { internalError, invalid } from '../../../machinery/apiError.ts';
import { invalidValue, Literal, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { goStrings } from '../../../machinery/goText.ts';
import { formatIp, networkOf, parseCidr, parseIp, sizeOf } from '../../../machinery/ip.ts';
import type { Cidr } from '../../../machinery/ip.ts';
import { services } from '../../../machinery/resources.ts';
import type { RequestContext } from '../../registration.ts';
import { Allocator } from './allocator.ts';
import { needsClusterIp, needsNodePort } from './serviceDefaults.ts';

export interface ServiceRanges {
  /** Of cluster addresses, IPv4: '10.96.0.0/16'. */
  readonly serviceCidr: string;
  readonly nodePorts: { readonly first: number; readonly last: number };
}

export const defaultServiceRanges: ServiceRanges = {
  serviceCidr: '10.96.0.0/16',
  nodePorts: { first: 30000, last: 32767 },
};

type Undo = () => void;

export class ServiceAllocation {
  readonly #ranges: ServiceRanges;
  readonly #cidr: Cidr;
  readonly #addresses: Allocator;
  readonly #ports: Allocator;

  constructor(ranges: ServiceRanges) {
    this.#ranges = ranges;
    const cidr = parseCidr(ranges.serviceCidr);
    if (cidr?.address.family !== 4)
      throw new Error(`the range of Service addresses must be an IPv4 CIDR block, not "${ranges.serviceCidr}"`);
    this.#cidr = cidr;
    const first = Number(networkOf(cidr).number);
    const size = Number(sizeOf(cidr));
    // As upstream: a sixteenth of the range, at least 16 and at most 256, and the same for ports with 16 to 128.
    this.#addresses = new Allocator({
      first: first + 1,
      last: first + size - 2,
      reservedForRequests: Math.min(256, Math.max(16, size >> 4)),
    });
    const { nodePorts } = ranges;
    const ports = nodePorts.last - nodePorts.first + 1;
    this.#ports = new Allocator({ ...nodePorts, reservedForRequests: Math.min(128, Math.max(16, ports >> 5)) });
  }

  /** For Strategy.reserve: completes the Service in place. */
  async reserve(
    service: Service,
    old: Service | undefined,
    context: RequestContext,
  ): Promise<(() => Promise<void>) | undefined> {
    const undo: Undo[] = [];
    const revert = (): Promise<void> => {
      for (const step of undo) step();
      return Promise.resolve();
    };
    try {
      const others = (await context.client.resource(services).list()).items.filter(
        (other) => other.metadata.uid !== old?.metadata?.uid,
      );
      this.#reserveAddress(service, old, others, undo);
      this.#reservePorts(service, old, others, undo);
    } catch (error) {
      await revert();
      throw error;
    }
    return undo.length ? revert : undefined;
  }

  /** For Strategy.afterDelete. */
  release(service: Service): void {
    const address = parseIp(service.spec?.clusterIP ?? '');
    if (address) this.#addresses.release(Number(address.number));
    for (const port of nodePortsOf(service)) this.#ports.release(port);
  }

  #reserveAddress(service: Service, old: Service | undefined, others: readonly Service[], undo: Undo[]): void {
    const { spec } = service;
    if (!spec || !needsClusterIp(service) || spec.clusterIP === 'None') return;
    if (old && needsClusterIp(old) && old.spec?.clusterIP === spec.clusterIP && spec.clusterIP) return;
    const inUse = new Set(
      others.flatMap((other) => (other.spec?.clusterIPs ?? []).flatMap((ip) => Number(parseIp(ip)?.number ?? -1n))),
    );
    if (spec.clusterIP) {
      this.#claimAddress(service, spec.clusterIP, inUse, undo);
      return;
    }
    const number = this.#addresses.next(inUse);
    if (number === undefined) {
      throw refused(
        service,
        invalidValue(
          path('spec', 'clusterIPs'),
          new Literal(goStrings(spec.clusterIPs ?? [])),
          'failed to allocate IP: range is full',
        ),
      );
    }
    undo.push(() => this.#addresses.release(number));
    spec.clusterIP = formatIp({ family: 4, number: BigInt(number) });
    spec.clusterIPs = [spec.clusterIP];
  }

  #claimAddress(service: Service, text: string, inUse: ReadonlySet<number>, undo: Undo[]): void {
    const ip = parseIp(text);
    const number = ip?.family === 4 ? Number(ip.number) : -1;
    const result = this.#addresses.claim(number, inUse);
    if (result === 'claimed') {
      undo.push(() => this.#addresses.release(number));
      return;
    }
    const range = `${formatIp(networkOf(this.#cidr))}/${this.#cidr.prefixLength}`;
    throw refused(
      service,
      invalidValue(
        path('spec', 'clusterIPs'),
        new Literal(goStrings(service.spec?.clusterIPs ?? [text])),
        `failed to allocate IP ${text}: ${
          result === 'taken'
            ? 'provided IP is already allocated'
            : `the provided IP (${text}) is not in the valid range. The range of valid IPs is ${range}`
        }`,
      ),
    );
  }

  #reservePorts(service: Service, old: Service | undefined, others: readonly Service[], undo: Undo[]): void {
    if (!needsNodePort(service)) return;
    const inUse = new Set(others.flatMap(nodePortsOf));
    const own = new Set(old ? nodePortsOf(old) : []);
    // TCP and UDP of one number may share one node port.
    const shared = new Map<number, number>();
    for (const [i, port] of (service.spec?.ports ?? []).entries()) {
      if (port.nodePort) {
        if (!own.has(port.nodePort) && ![...shared.values()].includes(port.nodePort))
          this.#claimPort(service, i, port.nodePort, inUse, undo);
      } else {
        port.nodePort = shared.get(port.port) ?? this.#nextPort(inUse, own, undo);
      }
      shared.set(port.port, port.nodePort);
    }
    const { spec } = service;
    if (spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local' && !spec.healthCheckNodePort) {
      spec.healthCheckNodePort = this.#nextPort(inUse, own, undo);
    }
  }

  #nextPort(inUse: ReadonlySet<number>, own: ReadonlySet<number>, undo: Undo[]): number {
    const port = this.#ports.next(new Set([...inUse, ...own]));
    if (port === undefined) throw internalError('failed to allocate a nodePort: range is full');
    undo.push(() => this.#ports.release(port));
    return port;
  }

  #claimPort(service: Service, i: number, port: number, inUse: ReadonlySet<number>, undo: Undo[]): void {
    const result = this.#ports.claim(port, inUse);
    if (result === 'claimed') {
      undo.push(() => this.#ports.release(port));
      return;
    }
    const { first, last } = this.#ranges.nodePorts;
    throw refused(
      service,
      invalidValue(
        path('spec', 'ports').index(i).child('nodePort'),
        port,
        result === 'taken'
          ? 'provided port is already allocated'
          : `provided port is not in the valid range. The range of valid ports is ${first}-${last}`,
      ),
    );
  }
}

function nodePortsOf({ spec }: Service): number[] {
  return [...(spec?.ports ?? []).map((port) => port.nodePort ?? 0), spec?.healthCheckNodePort ?? 0].filter(
    (port) => port !== 0,
  );
}

const refused = (service: Service, error: FieldError) =>
  invalid({ group: '', kind: 'Service' }, service.metadata?.name ?? '', [error]);
