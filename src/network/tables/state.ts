/**
 * From what the table holds to what it should hold, as one nftables transaction with only what differs.
 *
 * Guarantees:
 *  - An element that two owners claim is the first one's until it lets go; then the other has it.
 *  - A chain exists before anything leads to it, and goes after everything that led to it.
 *  - What failed to be applied is not taken for applied: the next transaction makes the table anew.
 */
import { noRules } from './rules.ts';
import type { TableKind, TableRules } from './rules.ts';

const nothing = noRules();

export class TableState {
  readonly #kind: TableKind;
  readonly #owners = new Map<string, TableRules>();
  /** Element → owner → value, in the order in which they were claimed. */
  readonly #claims = new Map<string, Map<string, string>>();
  readonly #shared = new Set<string>();

  constructor(kind: TableKind) {
    this.#kind = kind;
  }

  /** The transaction that puts these in the place of their owners' rules; undefined: it has none any more. '' when nothing differs. */
  change(changed: ReadonlyMap<string, TableRules | undefined>): string {
    const { table } = this.#kind;
    const before = new Map<string, string | undefined>();
    const first: string[] = [];
    const bodies: string[] = [];
    const last: string[] = [];
    for (const [owner, rules = nothing] of changed) {
      const old = this.#owners.get(owner) ?? nothing;
      this.#claim(owner, old, rules, before);
      for (const chain of rules.shared) {
        if (this.#shared.has(chain)) continue;
        this.#shared.add(chain);
        first.push(this.#kind.shared(chain));
      }
      first.push(...newSets(table, old, rules));
      bodies.push(...newRules(table, old, rules, first));
      last.push(...leftovers(table, old, rules));
      if (rules === nothing) this.#owners.delete(owner);
      else this.#owners.set(owner, rules);
    }
    const { removed, added } = this.#elements(before);
    // Chains are emptied before any is deleted: one of them may lead to another.
    return [...first, ...bodies, ...removed, ...added, ...last.sort(flushFirst)].join('');
  }

  /** The transaction that makes the whole table anew. */
  everything(): string {
    const fresh = new TableState(this.#kind);
    const text = this.#kind.empty + fresh.change(this.#owners);
    this.#shared.clear();
    for (const chain of fresh.#shared) this.#shared.add(chain);
    return text;
  }

  #claim(owner: string, old: TableRules, rules: TableRules, before: Map<string, string | undefined>): void {
    const note = (element: string): void => {
      if (!before.has(element)) before.set(element, firstOf(this.#claims.get(element)));
    };
    for (const element of old.elements.keys()) {
      if (rules.elements.has(element)) continue;
      note(element);
      const claims = this.#claims.get(element);
      claims?.delete(owner);
      if (claims?.size === 0) this.#claims.delete(element);
    }
    for (const [element, value] of rules.elements) {
      if (old.elements.get(element) === value) continue;
      note(element);
      const claims = this.#claims.get(element);
      if (claims) claims.set(owner, value);
      else this.#claims.set(element, new Map([[owner, value]]));
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
    return { removed: removed.lines('delete', this.#kind.table), added: added.lines('add', this.#kind.table) };
  }
}

const firstOf = (claims: ReadonlyMap<string, string> | undefined): string | undefined => claims?.values().next().value;

const flushFirst = (a: string, b: string): number => rank(a) - rank(b);
const rank = (line: string): number => (line.startsWith('flush') ? 0 : line.startsWith('delete chain') ? 1 : 2);

const newSets = (table: string, old: TableRules, rules: TableRules): string[] =>
  [...rules.sets].flatMap(([set, type]) => (old.sets.has(set) ? [] : [`add set ip ${table} ${set} { ${type} }\n`]));

/** What chains say that differ; the chains themselves, which others may lead to, are made in `first`. */
function newRules(table: string, old: TableRules, rules: TableRules, first: string[]): string[] {
  const differing = [...rules.chains].filter(([chain, body]) => old.chains.get(chain)?.join('\n') !== body.join('\n'));
  for (const [chain] of differing) first.push(`add chain ip ${table} ${chain}\n`, `flush chain ip ${table} ${chain}\n`);
  return differing.flatMap(([chain, body]) => body.map((rule) => `add rule ip ${table} ${chain} ${rule}\n`));
}

function leftovers(table: string, old: TableRules, rules: TableRules): string[] {
  const chains = [...old.chains.keys()].filter((chain) => !rules.chains.has(chain));
  const sets = [...old.sets.keys()].filter((set) => !rules.sets.has(set));
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
