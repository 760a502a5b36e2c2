/**
 * From a DNS query to its response: the cluster's names from the zone, all others from the machine's resolvers.
 *
 * Guarantees: an answer about the cluster is never older than the Services and slices that the node knows; the same
 * foreign question is asked once at a time.
 */
import { decode } from 'dns-packet';
import type { Logger } from '../../machinery/log.ts';
import { encodeResponse } from './encode.ts';
import type { ResponseTo } from './encode.ts';
import { forward } from './forward.ts';
import type { Upstream } from './forward.ts';
import { keyOfQuery, readQuery } from './message.ts';
import type { Query } from './message.ts';
import type { DnsMetrics } from './metrics.ts';
import type { Answer, ZoneRecord } from './records.ts';
import { ResponseCache } from './responseCache.ts';
import type { Zone, ZoneAnswer } from './zone.ts';
import { ZoneCache } from './zoneCache.ts';

export interface ResolverOptions {
  readonly zone: Zone;
  /** Asked at each foreign question, so that it may change. */
  readonly upstreams: () => Promise<readonly Upstream[]>;
  readonly metrics: DnsMetrics;
  readonly log: Logger;
}

const variantsAtMost = 8;

export class Resolver implements Disposable {
  readonly #options: ResolverOptions;
  readonly #zoneCache = new ZoneCache();
  readonly #foreign = new ResponseCache();
  readonly #asking = new Map<string, Promise<Buffer>>();
  readonly #stop = new AbortController();

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  /** @param service 'namespace/name' of what changed. */
  changed(service: string): void {
    this.#zoneCache.changed(service);
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  /** undefined: what came is no query, and nothing is sent back. Never rejects. */
  async respond(message: Buffer, transport: 'udp' | 'tcp'): Promise<Buffer | undefined> {
    const { metrics, log } = this.#options;
    const from = performance.now();
    if (message.length < 12 || (message.readUInt8(2) & 0x80) !== 0) return undefined;
    const key = `${transport}${keyOfQuery(message)}`;
    const cached = this.#zoneCache.get(key);
    let response: Buffer;
    if (cached) {
      response = withId(Buffer.from(cached), message);
    } else {
      try {
        response = await this.#resolve(message, key, transport);
      } catch (error) {
        log.debug({ error: error instanceof Error ? error.message : String(error) }, 'a name could not be resolved');
        response = failure(message, 2);
      }
    }
    metrics.answered(transport, response.readUInt8(3) & 0x0f, (performance.now() - from) / 1000, cached !== undefined);
    return response;
  }

  async #resolve(message: Buffer, key: string, transport: 'udp' | 'tcp'): Promise<Buffer> {
    const query = readQuery(message);
    if (!query) return failure(message, (message.readUInt8(2) & 0x78) === 0 ? 1 : 4);
    const answer = query.isInternet ? this.#options.zone.answer(query.name, query.type) : undefined;
    if (!answer) return this.#ask(message, key, transport === 'tcp');
    const to = { ...query, limit: transport === 'tcp' ? undefined : query.payload } satisfies ResponseTo;
    if (answer.continuesAt !== undefined)
      return encodeResponse(to, await this.#continued(query, answer, answer.continuesAt));
    const variants = rotations(answer).map((each) => encodeResponse(to, each));
    if (answer.dependsOn !== undefined) this.#zoneCache.put(key, variants, answer.dependsOn);
    return variants[0] ?? failure(message, 2);
  }

  async #ask(message: Buffer, key: string, overTcp: boolean): Promise<Buffer> {
    const { metrics, upstreams } = this.#options;
    const cached = this.#foreign.get(key);
    metrics.looked(cached !== undefined);
    if (cached) return withId(cached, message);
    let asking = this.#asking.get(key);
    if (!asking) {
      asking = (async () => {
        const response = await forward(message, await upstreams(), overTcp, this.#stop.signal);
        this.#foreign.put(key, response);
        return response;
      })().finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return withId(Buffer.from(await asking), message);
  }

  /** The alias with what it leads to, as far as the machine's resolvers know. */
  async #continued(query: Query, answer: ZoneAnswer, target: string): Promise<Answer> {
    const message = encodeQuery(query, target);
    const response = await this.#ask(message, `tcp${keyOfQuery(message)}`, true).catch(() =>
      this.#ask(message, `udp${keyOfQuery(message)}`, false),
    );
    const records = (decode(response).answers ?? []).flatMap((record): ZoneRecord[] => {
      const name = record.name.toLowerCase();
      const ttl = 'ttl' in record ? (record.ttl ?? 0) : 0;
      if (record.type === 'A') return [{ name, type: 1, ttl, data: Buffer.from(record.data.split('.').map(Number)) }];
      return record.type === 'CNAME' ? [{ name, type: 'CNAME', data: record.data }] : [];
    });
    const rcode = (response.readUInt8(3) & 0x0f) === 3 ? 'NXDOMAIN' : 'NOERROR';
    return { rcode, answers: [...answer.answers, ...records] };
  }
}

/** The addresses in as many orders as matter, each of them first once. */
function rotations(answer: Answer): Answer[] {
  const { answers } = answer;
  if (answers.length < 2 || answers.some(({ type }) => type !== 'A')) return [answer];
  const start = Math.floor(Math.random() * answers.length);
  return Array.from({ length: Math.min(answers.length, variantsAtMost) }, (_, i) => {
    const at = (start + i) % answers.length;
    return { ...answer, answers: [...answers.slice(at), ...answers.slice(0, at)] };
  });
}

function encodeQuery(query: Query, name: string): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x0100, 2);
  header.writeUInt16BE(1, 4);
  const labels = name.split('.').flatMap((label) => [Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]);
  return Buffer.concat([header, ...labels, Buffer.from([0]), query.question.subarray(-4)]);
}

function withId(response: Buffer, query: Buffer): Buffer {
  query.copy(response, 0, 0, 2);
  return response;
}

/** The header alone, with the code; the question is left out. */
function failure(message: Buffer, rcode: number): Buffer {
  const header = Buffer.alloc(12);
  message.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8080 | (message.readUInt16BE(2) & 0x7900) | rcode, 2);
  return header;
}
