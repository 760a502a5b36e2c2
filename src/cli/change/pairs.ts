/** Arguments that are resources first, then `key=value` and `key-`: of label, annotate, taint, set env. */
import { isValidLabelValue } from '../../machinery/names.ts';
import { goQuote } from '../../machinery/goText.ts';

const isPair = (text: string): boolean =>
  (text.includes('=') && !text.startsWith('=')) || (text.endsWith('-') && text !== '-');

/** Throws Error when a resource comes behind a pair. @param kind 'label', 'annotation' */
export function resourcesAndPairs(
  args: readonly string[],
  kind: string,
): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const at = args.findIndex(isPair);
  if (at < 0) return { resources: args, pairs: [] };
  const pairs = args.slice(at);
  const stray = pairs.find((pair) => !isPair(pair));
  if (stray !== undefined) throw new Error(`all resources must be specified before ${kind} changes: ${stray}`);
  return { resources: args.slice(0, at), pairs };
}

export interface Changes {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Throws Error in kubectl's words. */
export function parseLabelChanges(pairs: readonly string[]): Changes {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const pair of pairs) {
    const parts = pair.split('=');
    const [key = '', value = ''] = parts;
    if (parts.length > 2) throw new Error(`invalid label spec: ${pair}`);
    if (parts.length === 2) {
      const complaints = isValidLabelValue(value);
      if (complaints.length > 0) throw new Error(`invalid label value: ${goQuote(pair)}: ${complaints.join(';')}`);
      set[key] = value;
    } else if (pair.endsWith('-')) remove.push(pair.slice(0, -1));
    else throw new Error(`unknown label spec: ${pair}`);
  }
  if (remove.some((key) => Object.hasOwn(set, key)))
    throw new Error('can not both modify and remove a label in the same command');
  return { set, remove };
}

/** Throws Error in kubectl's words. */
export function parsePairChanges(pairs: readonly string[], kind: string): Changes {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  const bad: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) set[pair.slice(0, equals)] = pair.slice(equals + 1);
    else if (equals < 0 && pair.endsWith('-') && pair !== '-') remove.push(pair.slice(0, -1));
    else bad.push(pair);
  }
  if (bad.length > 0) throw new Error(`invalid ${kind} format: ${bad.join(', ')}`);
  return { set, remove };
}
