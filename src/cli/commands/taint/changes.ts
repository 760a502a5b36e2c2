/** Taints as `taint` is told of them, and what becomes of those that are there. */
import type { Taint } from '../../../api/core/v1.ts';
import { sameTaint } from '../../../machinery/taints.ts';

/** `effect` is '' for any. */
export interface Removal {
  readonly key: string;
  readonly effect: string;
}

export interface TaintChanges {
  readonly add: readonly Taint[];
  readonly remove: readonly Removal[];
}

type Rule = (text: string) => string[];
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Throws Error in kubectl's words. */
export function parseTaints(specs: readonly string[], keyRule: Rule, valueRule: Rule): TaintChanges {
  const add: Taint[] = [];
  const remove: Removal[] = [];
  for (const spec of specs) {
    const removes = spec.endsWith('-');
    const { key, value, effect } = parseTaint(removes ? spec.slice(0, -1) : spec, keyRule, valueRule);
    if (removes) {
      remove.push({ key, effect });
      continue;
    }
    if (effect === '') throw new Error(`invalid taint spec: ${spec}`);
    const taint: Taint = { key, ...(value && { value }), effect: effect as 'NoSchedule' };
    if (add.some((one) => sameTaint(one, taint)))
      throw new Error(`duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`);
    add.push(taint);
  }
  return { add, remove };
}

function parseTaint(text: string, keyRule: Rule, valueRule: Rule): { key: string; value: string; effect: string } {
  const bad = (why = ''): Error => new Error(`invalid taint spec: ${text}${why}`);
  const [pair = '', effect = '', ...more] = text.split(':');
  if (more.length > 0) throw bad();
  const [key = '', value = '', ...rest] = text.includes(':') ? pair.split('=') : [pair];
  if (text.includes(':') && !effects.includes(effect))
    throw new Error(`invalid taint effect: ${effect}, unsupported taint effect`);
  if (rest.length > 0) throw bad();
  const complaints = value ? valueRule(value) : [];
  if (complaints.length > 0) throw bad(`, ${complaints.join('; ')}`);
  const aboutKey = keyRule(key);
  if (aboutKey.length > 0) throw bad(`, ${aboutKey.join('; ')}`);
  return { key, value, effect };
}

export const textOf = ({ key, effect }: Removal): string => (effect ? `${key}:${effect}` : key);

/** New taints first, then those that stay; `missing` are those that were to go and are not there. */
export function reorganize(
  present: readonly Taint[],
  { add, remove }: TaintChanges,
  overwrite: boolean,
): { readonly operation: string; readonly taints: readonly Taint[]; readonly missing: readonly Removal[] } {
  let taints = [...add, ...present.filter((old) => !add.some((taint) => sameTaint(taint, old)))];
  const added = taints.length !== present.length;
  const missing: Removal[] = [];
  let removed = false;
  for (const gone of remove) {
    const left = taints.filter(
      (taint) => taint.key !== gone.key || (gone.effect !== '' && taint.effect !== gone.effect),
    );
    removed = left.length !== taints.length;
    if (!removed) missing.push(gone);
    taints = left;
  }
  const operation = (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted';
  return { operation, taints, missing };
}
