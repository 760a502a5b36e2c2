/**
 * Sets of fields, in the very form in which `fieldsV1` carries them (KEP-555): a tree of steps. A step that leads to `{}`
 * or to a node with `.` is a member; a node without `.` only holds members deeper down.
 *
 *  - Sets are immutable and share their branches. An operation that changes nothing answers its first operand itself.
 *  - Steps are in upstream's order at every level (pathStep.ts), so that a set serialises byte for byte as upstream's.
 */
import { compareSteps, isStep, stepText } from './pathStep.ts';

export interface FieldSet {
  readonly [step: string]: FieldSet;
}

/** The empty set; as a node, a member without children. */
export const leaf: FieldSet = {};

const self = '.';

export function isEmpty(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** Whether the field that leads to this node is in the set itself. */
export const isMember = (node: FieldSet): boolean => self in node || isEmpty(node);

/** Whether two sets have the same members. */
export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  for (const step in a) {
    const [mine, theirs] = [a[step], b[step]];
    if (!mine || !theirs || !sameSet(mine, theirs)) return false;
  }
  for (const step in b) if (!a[step]) return false;
  return true;
}

/** Collects the children of one node. */
export class Branch {
  readonly #member: boolean;
  #node: Record<string, FieldSet> | undefined;
  #last = '';
  #sorted = true;

  /** `member` says whether what leads to the node is in the set. */
  constructor(member: boolean) {
    this.#member = member;
  }

  /** A node of undefined holds nothing. Steps come once each, in any order. */
  add(step: string, node: FieldSet | undefined): void {
    if (!node) return;
    if (this.#sorted && this.#last !== '' && compareSteps(this.#last, step) > 0) this.#sorted = false;
    this.append(step, node);
  }

  /** As add(), for steps that come in their order. */
  append(step: string, node: FieldSet | undefined): void {
    if (!node) return;
    this.#node ??= this.#member ? { [self]: leaf } : {};
    this.#node[step] = node;
    this.#last = step;
  }

  /** undefined when it holds nothing. */
  get node(): FieldSet | undefined {
    const node = this.#node;
    if (!node) return this.#member ? leaf : undefined;
    if (this.#sorted) return node;
    const steps = Object.keys(node).sort((a, b) => (a === self ? -1 : b === self ? 1 : compareSteps(a, b)));
    return Object.fromEntries(steps.map((step) => [step, node[step] ?? leaf]));
  }
}

/** Members of `a` that are not members of `b`. A member goes without what lies below it. */
export const difference = (a: FieldSet, b: FieldSet): FieldSet => subtract(a, b, false);

/** Members of `a` that neither are members of `b` nor lie below one. */
export const recursiveDifference = (a: FieldSet, b: FieldSet): FieldSet => subtract(a, b, true);

function subtract(a: FieldSet, b: FieldSet, recursive: boolean): FieldSet {
  let changed = false;
  const out: Record<string, FieldSet> = {};
  for (const step of Object.keys(a)) {
    const mine = a[step] ?? leaf;
    const theirs = step === self ? undefined : b[step];
    const kept = theirs ? subtractNode(mine, theirs, recursive) : mine;
    if (kept !== mine) changed = true;
    if (kept) out[step] = kept;
  }
  return changed ? out : a;
}

function subtractNode(a: FieldSet, b: FieldSet, recursive: boolean): FieldSet | undefined {
  const taken = isMember(b);
  if (recursive && taken) return undefined;
  if (isEmpty(a)) return taken ? undefined : a;
  const rest = subtract(a, b, recursive);
  if (self in rest) {
    if (!taken) return hasChildren(rest) ? rest : leaf;
    const { [self]: _, ...children } = rest;
    return isEmpty(children) ? undefined : children;
  }
  return isEmpty(rest) ? undefined : rest;
}

function hasChildren(node: FieldSet): boolean {
  for (const step in node) if (step !== self) return true;
  return false;
}

/** Members of both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const out: Record<string, FieldSet> = {};
  for (const step of Object.keys(a)) {
    const mine = a[step];
    const theirs = b[step];
    if (step === self || !mine || !theirs) continue;
    const children = intersection(mine, theirs);
    const member = isMember(mine) && isMember(theirs);
    if (!isEmpty(children)) out[step] = member ? { [self]: leaf, ...children } : children;
    else if (member) out[step] = leaf;
  }
  return out;
}

/** Members of either. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(b)) return a;
  if (isEmpty(a)) return b;
  let changed = false;
  const branch = new Branch(false);
  for (const step of Object.keys(a)) {
    const mine = a[step] ?? leaf;
    const theirs = b[step];
    const both = step === self || !theirs ? mine : unionNode(mine, theirs);
    if (both !== mine) changed = true;
    if (step !== self) branch.add(step, both);
  }
  for (const step of Object.keys(b)) {
    if (step === self || step in a) continue;
    changed = true;
    branch.add(step, b[step]);
  }
  return changed ? (branch.node ?? leaf) : a;
}

function unionNode(a: FieldSet, b: FieldSet): FieldSet {
  const member = isMember(a) || isMember(b);
  if (isEmpty(b) && isMember(a)) return a;
  const children = union(a, b);
  if (children === a && isMember(a) === member) return a;
  const { [self]: _, ...rest } = children;
  return isEmpty(rest) ? leaf : member ? { [self]: leaf, ...rest } : rest;
}

/** The members as texts such as `.spec.ports[port=80,protocol="TCP"].name`, those of a level before what is deeper. */
export function pathTexts(set: FieldSet, prefix = ''): string[] {
  const steps = Object.keys(set).filter((step) => step !== self);
  const here = steps.filter((step) => isMember(set[step] ?? leaf)).map((step) => prefix + stepText(step));
  return [...here, ...steps.flatMap((step) => pathTexts(set[step] ?? leaf, prefix + stepText(step)))];
}

/** Reads a set that a client sent. Steps of unknown sorts are left out; undefined when it is malformed. */
export function parseFieldSet(value: unknown): FieldSet | undefined {
  const node = parseNode(value);
  if (!node) return undefined;
  const { [self]: _, ...set } = node;
  return set;
}

function parseNode(value: unknown): FieldSet | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const branch = new Branch(self in value || Object.keys(value).length === 0);
  for (const [step, child] of Object.entries(value)) {
    if (step === self) continue;
    const known = isStep(step);
    if (known === undefined) return undefined;
    const node = known ? parseNode(child) : leaf;
    if (!node) return undefined;
    if (known) branch.add(step, node);
  }
  return branch.node ?? leaf;
}
