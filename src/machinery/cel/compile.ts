/**
 * Compiles an expression: types are checked and closures made in one walk; nothing of the text is looked at again.
 *
 *  - What can be told to be wrong from the types of the variables is a CompileError.
 *  - Evaluating costs: every call and every turn of a loop takes from what the frame may use. CostExceeded ends it.
 *  - `&&`, `||`, `all` and `exists` are decided by a value that decides them, whatever fails beside it.
 */
import { namespaces, overloadsOf } from './library.ts';
import type { Overload } from './library.ts';
import { binary, unary } from './operators.ts';
import { compileError, parse } from './parse.ts';
import type { Node } from './parse.ts';
import { bool, dyn, fits, join, listOf, mapOf, optionalOf, resolve, show, typeOf } from './types.ts';
import type { CelType } from './types.ts';
import { CelError, CostExceeded, Optional, TypeValue, typeNameOf, Uint, equals } from './values.ts';

export interface Frame {
  /** The values of variables, by their slots. */
  readonly slots: unknown[];
  /** How much may still be computed. */
  left: number;
}

export type Run = (frame: Frame) => unknown;

interface Compiled {
  readonly type: CelType;
  readonly run: Run;
}

export interface Variable {
  readonly name: string;
  readonly type: CelType;
}

export interface Expression {
  readonly type: CelType;
  /** Names of the variables that it uses. */
  readonly uses: ReadonlySet<string>;
  /** Values in the order of the variables. Throws CelError or CostExceeded; takes its cost from `budget`. */
  evaluate(values: readonly unknown[], budget: { left: number }): unknown;
}

/** The parser and the patterns must have been loaded. Throws CompileError. */
export function compile(text: string, variables: readonly Variable[]): Expression {
  const compiler = new Compiler(text);
  const scope = variables.reduce<Scope | undefined>(
    (outer, { name, type }, slot) => ({ name, type, slot, outer }),
    undefined,
  );
  const { type, run } = compiler.compile(parse(text), scope);
  return {
    type,
    uses: compiler.uses,
    evaluate(values, budget) {
      const frame: Frame = { slots: [...values], left: budget.left };
      try {
        return run(frame);
      } finally {
        budget.left = frame.left;
      }
    },
  };
}

interface Scope {
  readonly name: string;
  readonly type: CelType;
  readonly slot: number;
  readonly outer: Scope | undefined;
}

const find = (scope: Scope | undefined, name: string): Scope | undefined => {
  for (let at = scope; at; at = at.outer) if (at.name === name) return at;
  return undefined;
};

function pay(frame: Frame, cost: number): void {
  frame.left -= cost;
  if (frame.left < 0) throw new CostExceeded('actual cost limit exceeded');
}

const types = new Set(['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type']);

class Compiler {
  readonly uses = new Set<string>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  #fail(node: Node, message: string, at = node.start): never {
    throw compileError(this.#text, at, message);
  }

  compile(node: Node, scope: Scope | undefined): Compiled {
    switch (node.op) {
      case 'value':
        return literal(node.args);
      case 'id':
        return this.#identifier(node, node.args, scope);
      case '.':
        return this.#select(node, node.args[0], node.args[1], scope);
      case '.?':
        return this.#selectOptional(node, node.args[0], node.args[1], scope);
      case '[]':
      case '[?]':
        return this.#index(node, node.args, scope, node.op === '[?]');
      case 'list':
        return this.#list(node.args, scope);
      case 'map':
        return this.#map(node.args, scope);
      case '?:':
        return this.#conditional(node.args, scope);
      case '&&':
      case '||':
        return this.#logical(node.args, scope, node.op === '||');
      case '!_':
      case '-_':
        return this.#unary(node, node.op, node.args, scope);
      case 'call':
        return this.#call(node, node.args[0], node.args[1], scope);
      case 'rcall':
        return this.#method(node, node.args[0], node.args[1], node.args[2], scope);
      default:
        return this.#binary(node, node.op, node.args, scope);
    }
  }

  #identifier(node: Node, name: string, scope: Scope | undefined): Compiled {
    const found = find(scope, name);
    if (found) {
      this.uses.add(name);
      const { slot, type } = found;
      return { type, run: (frame) => frame.slots[slot] };
    }
    if (types.has(name)) {
      const value = new TypeValue(name);
      return { type: typeOf('type'), run: () => value };
    }
    return this.#fail(node, `undeclared reference to '${name}' (in container '')`);
  }

  #select(node: Node, operand: Node, name: string, scope: Scope | undefined): Compiled {
    const qualified = `${operand.op === 'id' ? operand.args : pathOf(operand)}.${name}`;
    if (qualified === 'google.protobuf.Timestamp' || qualified === 'google.protobuf.Duration') {
      const value = new TypeValue(qualified);
      return { type: typeOf('type'), run: () => value };
    }
    const of = this.compile(operand, scope);
    // What is selected from an optional is optional.
    if (of.type.kind === 'optional') return this.#selectOptional(node, operand, name, scope);
    const type = this.#fieldType(node, of.type, name);
    return {
      type,
      run(frame) {
        pay(frame, 1);
        return member(of.run(frame), name);
      },
    };
  }

  #fieldType(node: Node, type: CelType, name: string): CelType {
    switch (type.kind) {
      case 'dyn':
        return dyn;
      case 'map':
        return type.values;
      case 'object':
        return type.fields.get(name) ?? this.#fail(node, `undefined field '${name}'`, node.pos - 1);
      default:
        return this.#fail(node, `type '${show(type)}' does not support field selection`, node.pos - 1);
    }
  }

  #selectOptional(node: Node, operand: Node, name: string, scope: Scope | undefined): Compiled {
    const of = this.compile(operand, scope);
    const inner = of.type.kind === 'optional' ? of.type.of : of.type;
    return {
      type: optionalOf(this.#fieldType(node, inner, name)),
      run: (frame) =>
        maybe(of.run(frame), (held) =>
          held instanceof Map && held.has(name) ? new Optional(held.get(name)) : Optional.none,
        ),
    };
  }

  #index(node: Node, [list, key]: readonly [Node, Node], scope: Scope | undefined, optional: boolean): Compiled {
    const of = this.compile(list, scope);
    const by = this.compile(key, scope);
    const inner = of.type.kind === 'optional' ? of.type.of : of.type;
    const isOptional = optional || of.type.kind === 'optional';
    const wanted = inner.kind === 'list' ? typeOf('int') : inner.kind === 'map' ? inner.keys : dyn;
    if (!['list', 'map', 'dyn'].includes(inner.kind) || !fits(wanted, by.type, new Map()))
      this.#fail(node, `found no matching overload for '_[_]' applied to '(${show(of.type)}, ${show(by.type)})'`);
    const type = inner.kind === 'list' ? inner.items : inner.kind === 'map' ? inner.values : dyn;
    if (!isOptional) {
      return {
        type,
        run(frame) {
          pay(frame, 1);
          return element(of.run(frame), by.run(frame));
        },
      };
    }
    return {
      type: optionalOf(type),
      run: (frame) => maybe(of.run(frame), (held) => elementIfThere(held, by.run(frame))),
    };
  }

  #list(nodes: readonly Node[], scope: Scope | undefined): Compiled {
    const items = nodes.map((each) => this.compile(each, scope));
    const type = items.reduce<CelType | undefined>((all, each) => (all ? join(all, each.type) : each.type), undefined);
    return {
      type: listOf(type ?? dyn),
      run(frame) {
        pay(frame, 10);
        return items.map((each) => each.run(frame));
      },
    };
  }

  #map(entries: readonly (readonly [Node, Node])[], scope: Scope | undefined): Compiled {
    const compiled = entries.map(([key, value]) => [this.compile(key, scope), this.compile(value, scope)] as const);
    const typed = (of: 0 | 1): CelType =>
      compiled
        .map((entry) => entry[of].type)
        .reduce<CelType | undefined>((all, each) => (all ? join(all, each) : each), undefined) ?? dyn;
    return {
      type: mapOf(typed(0), typed(1)),
      run(frame) {
        pay(frame, 30);
        return new Map(compiled.map(([key, value]) => [key.run(frame), value.run(frame)]));
      },
    };
  }

  #conditional([condition, yes, no]: readonly [Node, Node, Node], scope: Scope | undefined): Compiled {
    const test = this.#boolean(condition, scope, '_?_:_');
    const [a, b] = [this.compile(yes, scope), this.compile(no, scope)];
    return { type: join(a.type, b.type), run: (frame) => (truth(test(frame)) ? a.run(frame) : b.run(frame)) };
  }

  #boolean(node: Node, scope: Scope | undefined, operator: string): Run {
    const { type, run } = this.compile(node, scope);
    if (!fits(bool, type, new Map()))
      this.#fail(node, `found no matching overload for '${operator}' applied to '(${show(type)})'`);
    return run;
  }

  #logical(nodes: readonly [Node, Node], scope: Scope | undefined, decisive: boolean): Compiled {
    const operator = decisive ? '_||_' : '_&&_';
    const [a, b] = [this.#boolean(nodes[0], scope, operator), this.#boolean(nodes[1], scope, operator)];
    return {
      type: bool,
      run(frame) {
        let failure: CelError | undefined;
        try {
          if (truth(a(frame)) === decisive) return decisive;
        } catch (error) {
          if (!(error instanceof CelError)) throw error;
          failure = error;
        }
        if (truth(b(frame)) === decisive) return decisive;
        if (failure) throw failure;
        return !decisive;
      },
    };
  }

  #unary(node: Node, operator: '!_' | '-_', operand: Node, scope: Scope | undefined): Compiled {
    const of = this.compile(operand, scope);
    const made = unary(operator, of.type);
    if (!made) this.#fail(node, `found no matching overload for '${operator}' applied to '(${show(of.type)})'`);
    const { type, apply } = made;
    return { type, run: (frame) => apply(of.run(frame)) };
  }

  #binary(node: Node, operator: string, [left, right]: readonly [Node, Node], scope: Scope | undefined): Compiled {
    const [a, b] = [this.compile(left, scope), this.compile(right, scope)];
    const made = binary(operator, a.type, b.type);
    if (!made) {
      const shown = operator === 'in' ? '@in' : `_${operator}_`;
      this.#fail(node, `found no matching overload for '${shown}' applied to '(${show(a.type)}, ${show(b.type)})'`);
    }
    const { type, apply, cost } = made;
    return {
      type,
      run(frame) {
        const [x, y] = [a.run(frame), b.run(frame)];
        pay(frame, cost ? 1 + cost(x, y) : 1);
        return apply(x, y);
      },
    };
  }

  #call(node: Node, name: string, nodes: readonly Node[], scope: Scope | undefined): Compiled {
    if (name === 'has') return this.#has(node, nodes, scope);
    return this.#overloaded(
      node,
      name,
      undefined,
      nodes.map((each) => this.compile(each, scope)),
    );
  }

  #method(node: Node, name: string, receiver: Node, nodes: readonly Node[], scope: Scope | undefined): Compiled {
    if (receiver.op === 'id' && namespaces.has(receiver.args) && !find(scope, receiver.args))
      return this.#overloaded(
        node,
        `${receiver.args}.${name}`,
        undefined,
        nodes.map((each) => this.compile(each, scope)),
      );
    const of = this.compile(receiver, scope);
    const macro = this.#macro(node, name, of, nodes, scope);
    if (macro) return macro;
    return this.#overloaded(
      node,
      name,
      of,
      nodes.map((each) => this.compile(each, scope)),
    );
  }

  /** The overload is chosen by the types; by the values where those do not tell. */
  #overloaded(node: Node, name: string, receiver: Compiled | undefined, values: readonly Compiled[]): Compiled {
    const all = receiver ? [receiver, ...values] : values;
    const known = overloadsOf(name).filter((each) => (each.receiver !== undefined) === (receiver !== undefined));
    if (known.length === 0) this.#fail(node, `undeclared reference to '${name}' (in container '')`, node.pos);
    const fitting = known.flatMap((overload) => {
      const result = resultOf(
        overload,
        all.map(({ type }) => type),
      );
      return result ? [{ overload, result }] : [];
    });
    const [first] = fitting;
    if (!first) {
      const shown = receiver
        ? `${show(receiver.type)}.(${values.map(({ type }) => show(type)).join(', ')})`
        : `(${values.map(({ type }) => show(type)).join(', ')})`;
      this.#fail(node, `found no matching overload for '${name}' applied to '${shown}'`, node.pos);
    }
    const type = fitting.map(({ result }) => result).reduce(join);
    const runs = all.map(({ run }) => run);
    const isSure = fitting.length === 1 && all.every(({ type: is }) => isKnown(is));
    const choices = fitting.map(({ overload }) => overload);
    return {
      type,
      run(frame) {
        const held = runs.map((run) => run(frame));
        const overload = isSure ? first.overload : choices.find((each) => takes(each, held));
        if (!overload) throw new CelError('no such overload');
        pay(frame, overload.cost ? 1 + overload.cost(held) : 1);
        // A named seam: the values are of the types that the overload was defined with.
        return overload.run(...(held as never[]));
      },
    };
  }

  #has(node: Node, [of]: readonly Node[], scope: Scope | undefined): Compiled {
    if (!of || (of.op !== '.' && of.op !== '.?')) return this.#fail(node, 'invalid argument to has() macro');
    const [operand, name] = of.args;
    const on = this.compile(operand, scope);
    this.#fieldType(of, on.type.kind === 'optional' ? on.type.of : on.type, name);
    return {
      type: bool,
      run(frame) {
        pay(frame, 1);
        const held = on.run(frame);
        const value = held instanceof Optional ? held.held : held;
        if (value instanceof Map) return value.has(name);
        if (held instanceof Optional) return false;
        throw new CelError('no such overload');
      },
    };
  }

  /** undefined when it is no macro. */
  #macro(
    node: Node,
    name: string,
    of: Compiled,
    nodes: readonly Node[],
    scope: Scope | undefined,
  ): Compiled | undefined {
    switch (`${name}/${nodes.length}`) {
      case 'all/2':
      case 'all/3':
      case 'exists/2':
      case 'exists/3':
        return this.#quantifier(node, of, nodes, scope, name === 'exists');
      case 'exists_one/2':
      case 'existsOne/2':
      case 'exists_one/3':
      case 'existsOne/3':
        return this.#existsOne(node, of, nodes, scope);
      case 'map/2':
      case 'map/3':
      case 'filter/2':
        return this.#transform(node, of, nodes, scope, name);
      case 'transformList/3':
      case 'transformList/4':
      case 'transformMap/3':
      case 'transformMap/4':
        return this.#transformTwo(node, of, nodes, scope, name === 'transformMap');
      case 'orValue/1':
      case 'or/1':
        return this.#orElse(of, nodes[0], scope, name === 'orValue');
      case 'optMap/2':
      case 'optFlatMap/2':
        return this.#optionalMap(node, of, nodes, scope, name === 'optFlatMap');
      default:
        return undefined;
    }
  }

  #named(node: Node | undefined): string {
    if (node?.op === 'id') return node.args;
    throw compileError(this.#text, node?.start ?? 0, 'argument must be a simple name');
  }

  /** The variables of a loop: the item, or the key, or both index or key and item. */
  #loop(node: Node, of: Compiled, nodes: readonly Node[], two: boolean, scope: Scope | undefined) {
    const { type } = of;
    const [key, value] =
      type.kind === 'list'
        ? [typeOf('int'), type.items]
        : type.kind === 'map'
          ? [type.keys, type.values]
          : type.kind === 'dyn'
            ? [dyn, dyn]
            : this.#fail(
                node,
                `expression of type '${show(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
              );
    const first = (scope?.slot ?? -1) + 1;
    const single = type.kind === 'map' ? key : value;
    const outer: Scope = { name: this.#named(nodes[0]), type: two ? key : single, slot: first, outer: scope };
    const inner: Scope = two ? { name: this.#named(nodes[1]), type: value, slot: first + 1, outer } : outer;
    const each = function* (frame: Frame): Generator {
      const held = of.run(frame);
      if (!Array.isArray(held) && !(held instanceof Map)) throw new CelError('no such overload');
      const isMap = held instanceof Map;
      const entries: Iterable<readonly [unknown, unknown]> = held instanceof Map ? held : held.entries();
      for (const [index, item] of entries) {
        pay(frame, 2);
        const at: unknown = isMap ? index : BigInt(index as number);
        frame.slots[first] = two || isMap ? at : item;
        if (two) frame.slots[first + 1] = item;
        yield isMap ? at : item;
      }
    };
    return { scope: inner, each, key, value };
  }

  #quantifier(node: Node, of: Compiled, nodes: readonly Node[], scope: Scope | undefined, decisive: boolean): Compiled {
    const loop = this.#loop(node, of, nodes, nodes.length === 3, scope);
    const holds = this.#boolean(last(nodes), loop.scope, decisive ? '_||_' : '_&&_');
    return {
      type: bool,
      run(frame) {
        let failure: CelError | undefined;
        for (const _ of loop.each(frame)) {
          try {
            if (truth(holds(frame)) === decisive) return decisive;
          } catch (error) {
            if (!(error instanceof CelError)) throw error;
            failure ??= error;
          }
        }
        if (failure) throw failure;
        return !decisive;
      },
    };
  }

  #existsOne(node: Node, of: Compiled, nodes: readonly Node[], scope: Scope | undefined): Compiled {
    const loop = this.#loop(node, of, nodes, nodes.length === 3, scope);
    const holds = this.#boolean(last(nodes), loop.scope, '_&&_');
    return {
      type: bool,
      run(frame) {
        let count = 0;
        for (const _ of loop.each(frame)) if (truth(holds(frame))) count += 1;
        return count === 1;
      },
    };
  }

  #transform(node: Node, of: Compiled, nodes: readonly Node[], scope: Scope | undefined, name: string): Compiled {
    const loop = this.#loop(node, of, nodes, false, scope);
    const filters = name === 'filter' || nodes.length === 3;
    const keeps = filters && nodes[1] ? this.#boolean(nodes[1], loop.scope, '_?_:_') : undefined;
    const made = name === 'map' ? this.compile(last(nodes), loop.scope) : undefined;
    return {
      type: listOf(made ? made.type : of.type.kind === 'map' ? loop.key : loop.value),
      run(frame) {
        const list: unknown[] = [];
        for (const item of loop.each(frame))
          if (!keeps || truth(keeps(frame))) list.push(made ? made.run(frame) : item);
        return list;
      },
    };
  }

  #transformTwo(node: Node, of: Compiled, nodes: readonly Node[], scope: Scope | undefined, toMap: boolean): Compiled {
    const loop = this.#loop(node, of, nodes, true, scope);
    const keeps = nodes.length === 4 && nodes[2] ? this.#boolean(nodes[2], loop.scope, '_?_:_') : undefined;
    const made = this.compile(last(nodes), loop.scope);
    const keySlot = loop.scope.slot - 1;
    return {
      type: toMap ? mapOf(loop.key, made.type) : listOf(made.type),
      run(frame) {
        const list: [unknown, unknown][] = [];
        for (const _ of loop.each(frame))
          if (!keeps || truth(keeps(frame))) list.push([frame.slots[keySlot], made.run(frame)]);
        return toMap ? new Map(list) : list.map(([, value]) => value);
      },
    };
  }

  #orElse(of: Compiled, other: Node | undefined, scope: Scope | undefined, value: boolean): Compiled | undefined {
    if (!other || (of.type.kind !== 'optional' && of.type.kind !== 'dyn')) return undefined;
    const or = this.compile(other, scope);
    const inner = of.type.kind === 'optional' ? of.type.of : dyn;
    return {
      type: value ? join(inner, or.type) : join(of.type, or.type),
      run(frame) {
        const held = of.run(frame);
        if (!(held instanceof Optional)) throw new CelError('no such overload');
        if (!held.hasValue) return or.run(frame);
        return value ? held.held : held;
      },
    };
  }

  #optionalMap(node: Node, of: Compiled, nodes: readonly Node[], scope: Scope | undefined, flat: boolean): Compiled {
    const inner =
      of.type.kind === 'optional'
        ? of.type.of
        : of.type.kind === 'dyn'
          ? dyn
          : this.#fail(node, `no matching overload for 'optMap'`);
    const slot = (scope?.slot ?? -1) + 1;
    const made = this.compile(last(nodes), { name: this.#named(nodes[0]), type: inner, slot, outer: scope });
    return {
      type: flat ? made.type : optionalOf(made.type),
      run(frame) {
        const held = of.run(frame);
        if (!(held instanceof Optional)) throw new CelError('no such overload');
        if (!held.hasValue) return Optional.none;
        frame.slots[slot] = held.held;
        const value = made.run(frame);
        return flat ? value : new Optional(value);
      },
    };
  }
}

const pathOf = (node: Node): string =>
  node.op === '.' ? `${pathOf(node.args[0])}.${node.args[1]}` : node.op === 'id' ? node.args : '';

function last(nodes: readonly Node[]): Node {
  const node = nodes.at(-1);
  if (!node) throw new Error('a macro has arguments');
  return node;
}

function literal(value: unknown): Compiled {
  if (value === null) return { type: typeOf('null_type'), run: () => null };
  switch (typeof value) {
    case 'bigint':
      return { type: typeOf('int'), run: () => value };
    case 'number':
      return { type: typeOf('double'), run: () => value };
    case 'string':
      return { type: typeOf('string'), run: () => value };
    case 'boolean':
      return { type: bool, run: () => value };
    default:
  }
  if (value instanceof Uint8Array) return { type: typeOf('bytes'), run: () => value };
  const unsigned = new Uint(
    typeof value === 'object' && 'value' in value && typeof value.value === 'bigint' ? value.value : 0n,
  );
  return { type: typeOf('uint'), run: () => unsigned };
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new CelError('no such overload');
}

function member(held: unknown, name: string): unknown {
  if (!(held instanceof Map)) throw new CelError('no such overload');
  const value: unknown = held.get(name);
  if (value === undefined) throw new CelError(`no such key: ${name}`);
  return value;
}

function element(held: unknown, key: unknown): unknown {
  const found = elementIfThere(held, key);
  if (found.hasValue) return found.held;
  throw new CelError(Array.isArray(held) ? `index out of bounds: ${String(key)}` : `no such key: ${String(key)}`);
}

function elementIfThere(held: unknown, key: unknown): Optional {
  if (Array.isArray(held)) {
    const index = typeof key === 'bigint' ? Number(key) : key instanceof Uint ? Number(key.value) : key;
    if (typeof index !== 'number') throw new CelError('no such overload');
    const value: unknown = Number.isInteger(index) && index >= 0 ? held[index] : undefined;
    return value === undefined ? Optional.none : new Optional(value);
  }
  if (!(held instanceof Map)) throw new CelError('no such overload');
  if (held.has(key)) return new Optional(held.get(key));
  if (typeof key === 'string') return Optional.none;
  for (const [each, value] of held) if (equals(each, key)) return new Optional(value);
  return Optional.none;
}

function maybe(held: unknown, then: (value: unknown) => Optional): Optional {
  if (!(held instanceof Optional)) return then(held);
  return held.hasValue ? then(held.held) : Optional.none;
}

function resultOf(overload: Overload, given: readonly CelType[]): CelType | undefined {
  const wanted = overload.receiver ? [overload.receiver, ...overload.parameters] : overload.parameters;
  if (wanted.length !== given.length) return undefined;
  const bound = new Map<string, CelType>();
  for (const [i, type] of wanted.entries()) {
    const is = given[i];
    if (!is || !fits(type, is, bound)) return undefined;
  }
  return resolve(overload.result, bound);
}

const isKnown = (type: CelType): boolean =>
  type.kind === 'list' ? isKnown(type.items) : type.kind !== 'dyn' && type.kind !== 'param';

const runtimeNames: Readonly<Record<string, string>> = {
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  quantity: 'kubernetes.Quantity',
  ip: 'net.IP',
  cidr: 'net.CIDR',
  url: 'kubernetes.URL',
  format: 'kubernetes.NamedFormat',
  optional: 'optional_type',
};

/** Whether the very values fit the overload. */
function takes({ receiver, parameters }: Overload, values: readonly unknown[]): boolean {
  const wanted = receiver ? [receiver, ...parameters] : parameters;
  return wanted.every((type, i) => holds(type, values[i]));
}

function holds(type: CelType, value: unknown): boolean {
  if (type.kind === 'dyn' || type.kind === 'param') return true;
  if (type.kind === 'list') return Array.isArray(value) && value.every((item) => holds(type.items, item));
  if (type.kind === 'map') return value instanceof Map;
  return (runtimeNames[type.kind] ?? type.kind) === typeNameOf(value);
}
