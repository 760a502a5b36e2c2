/** What the DNS server counts, under CoreDNS' names. */
import { Counter, Histogram, type Registry } from 'prom-client';

const rcodeNames = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

export class DnsMetrics {
  readonly #requests: Counter<'proto'>;
  readonly #responses: Counter<'rcode'>;
  readonly #duration: Histogram;
  readonly #hits: Counter;
  readonly #misses: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({
      registers,
      name: 'coredns_dns_requests_total',
      help: 'Counter of DNS requests made.',
      labelNames: ['proto'],
    });
    this.#responses = new Counter({
      registers,
      name: 'coredns_dns_responses_total',
      help: 'Counter of response status codes.',
      labelNames: ['rcode'],
    });
    this.#duration = new Histogram({
      registers,
      name: 'coredns_dns_request_duration_seconds',
      help: 'Seconds that requests took.',
      buckets: [0.00025, 0.001, 0.004, 0.016, 0.064, 0.256, 1.024, 4.096],
    });
    this.#hits = new Counter({ registers, name: 'coredns_cache_hits_total', help: 'Answers that were there already.' });
    this.#misses = new Counter({
      registers,
      name: 'coredns_cache_misses_total',
      help: 'Answers that another server had to give.',
    });
  }

  /** @param rcode As on the wire. */
  answered(transport: 'udp' | 'tcp', rcode: number, seconds: number, wasCached: boolean): void {
    this.#requests.inc({ proto: transport });
    this.#responses.inc({ rcode: rcodeNames[rcode] ?? String(rcode) });
    this.#duration.observe(seconds);
    if (wasCached) this.#hits.inc();
  }

  /** In the cache of other servers' answers. */
  looked(wasThere: boolean): void {
    (wasThere ? this.#hits : this.#misses).inc();
  }
}
