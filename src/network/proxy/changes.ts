/**
 * From what the table holds to what it should hold, as one nftables transaction with only what differs.
 *
 * Guarantees:
 *  - An element that two Services claim is the first one's until it lets go; then the other has it.
 *  - A chain exists before anything leads to it, and goes after everything that led to it.
 *  - What failed to be applied is not taken for applied: the next transaction makes the table anew.
 */
import type { ServiceRules } from './serviceRules.ts';
import { choiceChains, emptyTable } from './table.ts';
import type { ServiceTable } from './table.ts';

const nothing: ServiceRules = { elements: new Map(), chains: new Map(), clientSets: new Set(), choices: new Set() };

export class TableState {
  readonly #options: ServiceTable;
  readonly #services = new Map<string, ServiceRules>();
  /** Element → Service → value, in the order in which they were claimed. */
  readonly #claims = new Map<string, Map<string, string>>();
  readonly #choices = new Set<string>();

  constructor(options: ServiceTable) {
    this.#options = options;
  }

  /** The transaction that puts these in the place of the Services' rules; undefined: it has none any more. '' when nothing differs. */
  change(changed: ReadonlyMap<string, ServiceRules | undefined>): string {
    const { table } = this.#options;
    const before = new Map<string, string | undefined>();
    const first: string[] = [];
    const last: string[] = [];
    for (const [service, rules = nothing] of changed) {
      const old = this.#services.get(service) ?? nothing;
      this.#claim(service, old, rules, before);
      for (const choice of rules.choices) {
        if (this.#choices.has(choice)) continue;
        this.#choices.add(choice);
        first.push(choiceChains(table, choice));
      }
      first.push(...setsAndChains(table, old, rules));
      last.push(...leftovers(table, old, rules));
      if (rules === nothing) this.#services.delete(service);
      else this.#services.set(service, rules);
    }
    const { removed, added } = this.#elements(before);
    // Chains are emptied before any is deleted: one of them may lead to another.
    return [...first, ...removed, ...added, ...last.sort(flushFirst)].join('');
  }

  /** The transaction that makes the whole table anew. */
  everything(): string {
    const fresh = new TableState(this.#options);
    const text = emptyTable(this.#options) + fresh.change(this.#services);
    this.#choices.clear();
    for (const choice of fresh.#choices) this.#choices.add(choice);
    return text;
  }

  #claim(service: string, old: ServiceRules, rules: ServiceRules, before: Map<string, string | undefined>): void {
    const note = (element: string): void => {
      if (!before.has(element)) before.set(element, firstOf(this.#claims.get(element)));
    };
    for (const element of old.elements.keys()) {
      if (rules.elements.has(element)) continue;
      note(element);
      const claims = this.#claims.get(element);
      claims?.delete(service);
      if (claims?.size === 0) this.#claims.delete(element);
    }
    for (const [element, value] of rules.elements) {
      if (old.elements.get(element) === value) continue;
      note(element);
      const claims = this.#claims.get(element);
      if (claims) claims.set(service, value);
      else this.#claims.set(element, new Map([[service, value]]));
    }
  }

  #elements(before: ReadonlyMap<string, string | undefined>): { removed: string[]; added: string[] } {
    const removed = new Lists();
    const added = new Lists();
    for (const [element, was] of before) {
      const is = firstOf(this.#claims.get(element));
      if (was === is) continue;
      const [container = '', key = ''] = element.split(' { ');
      if (was !== undefined) removed.add(container, key);
      if (is !== undefined) added.add(container, is === '' ? key : `${key} : ${is}`);
    }
    return { removed: removed.lines('delete', this.#options.table), added: added.lines('add', this.#options.table) };
  }
}

const firstOf = (claims: ReadonlyMap<string, string> | undefined): string | undefined => claims?.values().next().value;

const flushFirst = (a: string, b: string): number => rank(a) - rank(b);
const rank = (line: string): number => (line.startsWith('flush') ? 0 : line.startsWith('delete chain') ? 1 : 2);

function setsAndChains(table: string, old: ServiceRules, rules: ServiceRules): string[] {
  const lines: string[] = [];
  for (const set of rules.clientSets) {
    if (!old.clientSets.has(set)) lines.push(`add set ip ${table} ${set} { type ipv4_addr; flags dynamic,timeout; }\n`);
  }
  const differing = [...rules.chains].filter(([chain, body]) => old.chains.get(chain)?.join('\n') !== body.join('\n'));
  for (const [chain] of differing) lines.push(`add chain ip ${table} ${chain}\n`, `flush chain ip ${table} ${chain}\n`);
  for (const [chain, body] of differing) for (const rule of body) lines.push(`add rule ip ${table} ${chain} ${rule}\n`);
  return lines;
}

function leftovers(table: string, old: ServiceRules, rules: ServiceRules): string[] {
  const chains = [...old.chains.keys()].filter((chain) => !rules.chains.has(chain));
  const sets = [...old.clientSets].filter((set) => !rules.clientSets.has(set));
  return [
    ...chains.flatMap((chain) => [`flush chain ip ${table} ${chain}\n`, `delete chain ip ${table} ${chain}\n`]),
    ...sets.map((set) => `delete set ip ${table} ${set}\n`),
  ];
}

/** Elements by the map or set that they are of. */
class Lists {
  readonly #lists = new Map<string, string[]>();

  add(container: string, element: string): void {
    const list = this.#lists.get(container);
    if (list) list.push(element);
    else this.#lists.set(container, [element]);
  }

  lines(verb: string, table: string): string[] {
    return [...this.#lists].map(
      ([container, elements]) => `${verb} element ip ${table} ${container} { ${elements.join(', ')} }\n`,
    );
  }
}
