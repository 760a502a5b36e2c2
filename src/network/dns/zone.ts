/**
 * The cluster's DNS zone (Kubernetes DNS-Based Service Discovery, schema 1.1.0): what Services and their endpoints are
 * called. Answers are computed from what the caches hold, so that they are never older than these.
 */
import type { Service } from '../../api/core/v1.ts';
import type { Endpoint, EndpointSlice } from '../../api/discovery/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import type { ServiceWatch } from '../serviceWatch.ts';
import type { Answer, ZoneRecord } from './records.ts';

export interface ZoneAnswer extends Answer {
  /** The Service by whose changes the answer may become wrong: 'namespace/name', or 'namespace/' for any of a namespace.
   * undefined: it is not to be kept. */
  readonly dependsOn?: string;
  /** A name outside the zone at which the answer goes on (ExternalName). */
  readonly continuesAt?: string;
}

export interface ZoneOptions {
  /** 'cluster.local' */
  readonly domain: string;
  /** Where the zone's server is reached: the address of ns.dns.<domain>. */
  readonly address: string;
  readonly watch: ServiceWatch;
}

type QueryType = string;

interface NamedEndpoint {
  readonly hostname: string;
  readonly address: string;
  readonly ports: EndpointSlice['ports'];
}

const byClusterIP = 'cluster IP';
const byAddress = 'endpoint address';

export class Zone {
  readonly #domain: string;
  readonly #suffix: string;
  readonly #address: string;
  readonly #watch: ServiceWatch;

  constructor({ domain, address, watch }: ZoneOptions) {
    this.#domain = domain;
    this.#suffix = `.${domain}`;
    this.#address = address;
    this.#watch = watch;
    watch.services.addIndex(byClusterIP, ({ spec }) =>
      spec?.clusterIP && spec.clusterIP !== 'None' ? [spec.clusterIP] : [],
    );
    watch.slices.addIndex(byAddress, (slice) =>
      (slice.endpoints ?? []).flatMap((endpoint) => (endpoint.hostname ? endpoint.addresses : [])),
    );
  }

  /** @param name Lower case, without the dot at the end. undefined: the name is none of the cluster's. */
  answer(name: string, type: QueryType): ZoneAnswer | undefined {
    if (name === this.#domain) return this.#apex(type);
    if (name.endsWith(this.#suffix)) return this.#inZone(name, name.slice(0, -this.#suffix.length).split('.'), type);
    return name.endsWith('.in-addr.arpa') ? this.#reverse(name, type) : undefined;
  }

  #apex(type: QueryType): ZoneAnswer {
    if (type === 'SOA') return found([this.#soa()]);
    if (type === 'NS')
      return found(
        [{ name: this.#domain, type: 'NS', data: this.#server }],
        [{ name: this.#server, type: 'A', data: this.#address }],
      );
    return this.#noData();
  }

  #inZone(name: string, labels: readonly string[], type: QueryType): ZoneAnswer {
    const last = labels.at(-1);
    if (name === `dns-version.${this.#domain}`)
      return type === 'TXT' ? found([{ name, type: 'TXT', data: '1.1.0' }]) : this.#noData();
    if (name === this.#server) return type === 'A' ? found([{ name, type: 'A', data: this.#address }]) : this.#noData();
    if (labels.length === 1 && (last === 'svc' || last === 'pod')) return this.#noData();
    if (last === 'pod') return this.#pod(name, labels, type);
    if (last !== 'svc') return this.#noSuchName();
    const [namespace = '', service, ...rest] = labels.slice(0, -1).reverse();
    if (service === undefined) return this.#namespace(namespace);
    const key = `${namespace}/${service}`;
    const object = this.#watch.services.get(key);
    const answer = object ? this.#service(name, object, key, rest.reverse(), type) : this.#noSuchName();
    // What an alias leads to changes with others.
    return object?.spec?.type === 'ExternalName' ? answer : { ...answer, dependsOn: key };
  }

  /** It has nothing of its own, but names below it. */
  #namespace(namespace: string): ZoneAnswer {
    const isThere = this.#watch.services.list(namespace).length > 0;
    return { ...(isThere ? this.#noData() : this.#noSuchName()), dependsOn: `${namespace}/` };
  }

  /** Any '10-244-0-5.<namespace>.pod', as the specification still asks. */
  #pod(name: string, labels: readonly string[], type: QueryType): ZoneAnswer {
    if (labels.length === 2) return this.#noData();
    const octets = (labels[0] ?? '').split('-');
    const isAddress =
      labels.length === 3 &&
      octets.length === 4 &&
      octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
    if (!isAddress) return this.#noSuchName();
    return type === 'A' ? found([{ name, type: 'A', data: octets.map(Number).join('.') }]) : this.#noData();
  }

  #service(name: string, service: Stored<Service>, key: string, rest: readonly string[], type: QueryType): ZoneAnswer {
    const { spec } = service;
    if (spec?.type === 'ExternalName')
      return rest.length === 0 ? this.#alias(name, spec.externalName ?? '', type) : this.#noSuchName();
    if (rest.length > 2) return this.#noSuchName();
    const isHeadless = spec?.clusterIP === 'None';
    const [first = '', second] = rest;
    if (first.startsWith('_')) return this.#ports(name, service, key, rest, type);
    if (second !== undefined) return this.#noSuchName();
    if (first === '' && !isHeadless) {
      if (type === 'A') return found([{ name, type: 'A', data: spec?.clusterIP ?? '' }]);
      return type === 'SRV' ? this.#ports(name, service, key, [], type) : this.#noData();
    }
    const endpoints = this.#endpoints(key).filter(({ hostname }) => first === '' || hostname === first);
    if (endpoints.length === 0) return this.#noSuchName();
    if (type === 'A') return found(addressRecords(name, endpoints));
    return type === 'SRV' && first === '' ? this.#ports(name, service, key, [], type) : this.#noData();
  }

  #alias(name: string, target: string, type: QueryType): ZoneAnswer {
    const data = target.toLowerCase().replace(/\.$/, '');
    const alias: ZoneRecord = { name, type: 'CNAME', data };
    if (type === 'CNAME') return found([alias]);
    // An alias of an alias is left to the client: a loop has no end.
    if (!data.endsWith(this.#suffix)) return { ...found([alias]), continuesAt: data };
    const labels = data.slice(0, -this.#suffix.length).split('.');
    const isAlias = this.#watch.services.get(`${labels.at(-2)}/${labels.at(-3)}`)?.spec?.type === 'ExternalName';
    if (isAlias) return found([alias]);
    const { rcode, answers, authorities = [] } = this.#inZone(data, labels, type);
    return { rcode, answers: [alias, ...answers], authorities };
  }

  /** SRV records: `rest` is [_port, _protocol], [_protocol], or nothing for all named ports. */
  #ports(name: string, service: Stored<Service>, key: string, rest: readonly string[], type: QueryType): ZoneAnswer {
    const [portLabel, protocolLabel] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const matches = (port: { name?: string; protocol?: string }): boolean =>
      !!port.name &&
      (portLabel === undefined || portLabel === `_${port.name}`) &&
      (protocolLabel === undefined || protocolLabel === `_${(port.protocol ?? 'TCP').toLowerCase()}`);
    const base = `${service.metadata.name}.${service.metadata.namespace}.svc.${this.#domain}`;
    const targets: { port: number; target: string; address: string }[] = [];
    if (service.spec?.clusterIP === 'None') {
      for (const { hostname, address, ports } of this.#endpoints(key)) {
        for (const port of (ports ?? []).filter(matches)) {
          if (port.port !== undefined) targets.push({ port: port.port, target: `${hostname}.${base}`, address });
        }
      }
    } else {
      for (const { port } of (service.spec?.ports ?? []).filter(matches))
        targets.push({ port, target: base, address: service.spec?.clusterIP ?? '' });
    }
    if (targets.length === 0) return rest.length === 0 ? this.#noData() : this.#noSuchName();
    if (type !== 'SRV' || rest.length === 1) return this.#noData();
    const weight = Math.max(1, Math.floor(100 / targets.length));
    const additionals = new Map(
      targets.map(({ target, address }) => [
        `${target} ${address}`,
        { name: target, type: 'A', data: address } as const,
      ]),
    );
    return found(
      targets.map(
        ({ port, target }): ZoneRecord => ({ name, type: 'SRV', data: { priority: 0, weight, port, target } }),
      ),
      [...additionals.values()],
    );
  }

  #reverse(name: string, type: QueryType): ZoneAnswer | undefined {
    const address = name.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.');
    const targets = this.#watch.services
      .byIndex(byClusterIP, address)
      .map(({ metadata }) => `${metadata.name}.${metadata.namespace}`);
    if (targets.length === 0) {
      for (const slice of this.#watch.slices.byIndex(byAddress, address)) {
        const service = slice.metadata.labels?.['kubernetes.io/service-name'];
        for (const endpoint of slice.endpoints ?? []) {
          if (service && endpoint.hostname && isReady(endpoint) && endpoint.addresses.includes(address)) {
            targets.push(`${endpoint.hostname}.${service}.${slice.metadata.namespace}`);
          }
        }
      }
    }
    // Not ours: whoever serves the machine's network may know it.
    if (targets.length === 0) return undefined;
    return type === 'PTR'
      ? found(targets.map((target) => ({ name, type: 'PTR', data: `${target}.svc.${this.#domain}` })))
      : this.#noData();
  }

  /** Those that are ready; the Service decides, in its slices, whether others count as ready. */
  #endpoints(key: string): NamedEndpoint[] {
    return this.#watch
      .slicesOf(key)
      .flatMap(({ addressType, endpoints, ports }) =>
        addressType !== 'IPv4'
          ? []
          : (endpoints ?? [])
              .filter(isReady)
              .flatMap(({ addresses, hostname }) =>
                addresses.map((address) => ({ address, ports, hostname: hostname ?? address.replaceAll('.', '-') })),
              ),
      );
  }

  get #server(): string {
    return `ns.dns.${this.#domain}`;
  }

  #soa(): ZoneRecord {
    return {
      name: this.#domain,
      type: 'SOA',
      data: { mname: this.#server, rname: `hostmaster.${this.#domain}`, serial: Math.floor(Date.now() / 1000) },
    };
  }

  /** The name is there, but not with that type. */
  #noData(): ZoneAnswer {
    return { rcode: 'NOERROR', answers: [], authorities: [this.#soa()] };
  }

  #noSuchName(): ZoneAnswer {
    return { rcode: 'NXDOMAIN', answers: [], authorities: [this.#soa()] };
  }
}

const found = (answers: readonly ZoneRecord[], additionals: readonly ZoneRecord[] = []): ZoneAnswer => ({
  rcode: 'NOERROR',
  answers,
  additionals,
});

const isReady = ({ conditions }: Endpoint): boolean => conditions?.ready !== false;

const addressRecords = (name: string, endpoints: readonly NamedEndpoint[]): ZoneRecord[] =>
  [...new Set(endpoints.map(({ address }) => address))].map((data) => ({ name, type: 'A', data }));
