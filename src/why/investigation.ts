/**
 * One question being answered: what was read is read once, and no object is explained within its own explanation.
 *
 * - Every object and list is asked for once, however many causes look at it.
 * - What was listed as a whole answers for its parts: no further question is asked about them.
 * - What may not be read counts as not there, and is noted in `blind`.
 */
import type { Event } from '../api/core/v1.ts';
import { ApiError } from '../machinery/apiError.ts';
import { matchesSelector, parseSelector } from '../machinery/labels.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { coreEvents } from '../machinery/resources.ts';
import { parseTime } from '../machinery/time.ts';
import type { Finding, Reference } from './explanation.ts';
import type { ListQuery, LogQuery, Reader } from './reader.ts';

/** Finds out about one object; a kind's own file has it. */
export type Explainer = (world: Investigation, about: Reference) => Promise<readonly Finding[]>;

type Explain = () => Promise<readonly Finding[]>;

export class Investigation {
  readonly now: number;
  /** What could not be read, as the server said it. */
  readonly blind = new Set<string>();
  readonly #reader: Reader;
  readonly #explain: Explainer;
  readonly #reads = new Map<string, Promise<unknown>>();
  readonly #open = new Set<string>();
  /** Refusals by the key of what was asked. */
  readonly #refused = new Map<string, string>();
  /** Whole lists, by resource and namespace ('' for all): narrower questions are answered from them. */
  readonly #whole = new Map<string, readonly Stored<KubeObject>[]>();

  constructor(reader: Reader, explain: Explainer, now: number) {
    this.#reader = reader;
    this.#explain = explain;
    this.now = now;
  }

  /** Undefined when it is not there. */
  get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string): Promise<Stored<T> | undefined> {
    const key = `${resource.group}/${resource.resource}/${namespace ?? ''}/${name}`;
    return this.#once(key, () => this.#seen(key, this.#reader.get(resource, name, namespace), undefined));
  }

  list<T extends KubeObject>(resource: Resource<T>, namespace?: string, query: ListQuery = {}): Promise<Stored<T>[]> {
    const { labelSelector = '', fieldSelector = '' } = query;
    const whole = this.#wholeOf(resource, namespace);
    if (whole && fieldSelector === '') {
      const selector = parseSelector(labelSelector);
      return Promise.resolve(whole.filter((o) => matchesSelector(selector, o.metadata.labels)));
    }
    const key = `${resource.group}/${resource.resource}/${namespace ?? ''}?${labelSelector}&${fieldSelector}`;
    return this.#once(key, () => this.#seen(key, this.#reader.list(resource, namespace, query), []));
  }

  /** What the server said when it would not let get() see the object; undefined when it did not refuse. */
  refusalOf(resource: Resource, name: string, namespace?: string): string | undefined {
    return this.#refused.get(`${resource.group}/${resource.resource}/${namespace ?? ''}/${name}`);
  }

  /** Lists all of a resource, of a namespace or of all, so that later questions need no request. */
  async preload<T extends KubeObject>(resource: Resource<T>, namespace?: string): Promise<readonly Stored<T>[]> {
    const all = await this.list(resource, namespace);
    this.#whole.set(`${resource.group}/${resource.resource}/${namespace ?? ''}`, all);
    return all;
  }

  /** Takes an object that was listed, so that get() needs no request. */
  know<T extends KubeObject>(resource: Resource<T>, object: Stored<T>): void {
    const { name, namespace } = object.metadata;
    this.#reads.set(`${resource.group}/${resource.resource}/${namespace ?? ''}/${name}`, Promise.resolve(object));
  }

  /** Lines of a log; none when there is no log to be had. */
  async log(namespace: string, pod: string, query: LogQuery): Promise<string[]> {
    try {
      const text = await this.#reader.log(namespace, pod, query);
      return text.split('\n').filter((line) => line.trim() !== '');
    } catch {
      // The log may be gone with its container, or its node be away: the rest of the answer stands without it.
      return [];
    }
  }

  /** Events about an object, the latest first; also of an object that is gone. */
  async eventsOf({ kind, name, namespace }: Reference): Promise<readonly Event[]> {
    const at = namespace ?? 'default';
    const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
    const found =
      this.#wholeOf(coreEvents, at)?.filter((e) => e.involvedObject.kind === kind && e.involvedObject.name === name) ??
      (await this.list(coreEvents, at, { fieldSelector }));
    return [...found].sort((a, b) => timeOf(b) - timeOf(a));
  }

  /** What is wrong with another object, for `because`; nothing when that is being found out already. */
  async because(about: Reference, explain: Explain = () => this.#explain(this, about)): Promise<readonly Finding[]> {
    const key = `${about.kind}/${about.namespace ?? ''}/${about.name}`;
    if (this.#open.has(key)) return [];
    this.#open.add(key);
    try {
      return await explain();
    } finally {
      this.#open.delete(key);
    }
  }

  // A named seam: a list is kept under its own resource.
  #wholeOf<T extends KubeObject>(resource: Resource<T>, namespace?: string): Stored<T>[] | undefined {
    const key = `${resource.group}/${resource.resource}/`;
    const own = this.#whole.get(key + (namespace ?? '')) as Stored<T>[] | undefined;
    if (own || namespace === undefined) return own;
    const all = this.#whole.get(key) as Stored<T>[] | undefined;
    return all?.filter((o) => o.metadata.namespace === namespace);
  }

  // A named seam: what is kept under a key is what was asked for under it.
  #once<R>(key: string, ask: () => Promise<R>): Promise<R> {
    let asked = this.#reads.get(key) as Promise<R> | undefined;
    if (!asked) this.#reads.set(key, (asked = ask()));
    return asked;
  }

  async #seen<R, E>(key: string, read: Promise<R>, otherwise: E): Promise<R | E> {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 403) {
        this.blind.add(error.message);
        this.#refused.set(key, error.message);
      } else if (error.code !== 404) throw error;
      return otherwise;
    }
  }
}

/** When an event was told last. */
function timeOf({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: Event): number {
  const time = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata?.creationTimestamp;
  return parseTime(time) ?? 0;
}

/** The latest event of a reason whose message matches. */
export const latest = (events: readonly Event[], reason: string, matches = /(?:)/): Event | undefined =>
  events.find((e) => e.reason === reason && matches.test(e.message ?? ''));
