/** The description of what has no layout of its own: its fields, one a line, names spelt out. */
import { goSprint } from '../kube/goValue.ts';
import { byCodePoint, isJsonObject, type JsonObject } from '../kube/json.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Describer } from './contract.ts';
import type { Description } from './description.ts';

const skipped = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);

export const describeGeneric: Describer = async (context, to) => {
  const { metadata } = context.as<KubeObject>();
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  fields(to, 0, context.object, '');
  await context.writeEvents(to);
};

function fields(to: Description, level: number, object: JsonObject, path: string): void {
  for (const name of Object.keys(object).sort(byCodePoint)) {
    const value = object[name];
    const at = `${path}.${name}`;
    if (skipped.has(at)) continue;
    if (isJsonObject(value)) {
      to.line(level, `${labelOf(name)}:`);
      fields(to, level + 1, value, at);
    } else if (Array.isArray(value)) {
      to.line(level, `${labelOf(name)}:`);
      for (const child of value as readonly unknown[]) {
        if (isJsonObject(child)) fields(to, level + 1, child, at);
        else to.line(level + 1, goSprint(child));
      }
    } else to.line(level, `${labelOf(name)}:\t${goSprint(value)}`);
  }
}

const acronyms = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);

/** 'creationTimestamp' → 'Creation Timestamp'; names of other characters than letters stay as they are. */
export function labelOf(name: string): string {
  if (/[^\p{L}-]/u.test(name)) return name;
  return words(name)
    .filter((word) => word !== '_')
    .map((word) => {
      const upper = word.toUpperCase();
      return acronyms.has(upper) ? upper : word.charAt(0).toUpperCase() + word.slice(1);
    })
    .join(' ');
}

/** Runs of small letters, of capitals and of others; the last capital before small letters begins their word. */
function words(name: string): readonly string[] {
  const runs = name.match(/\p{Ll}+|\p{Lu}+|[^\p{Ll}\p{Lu}]+/gu) ?? [];
  for (let i = 0; i < runs.length - 1; i++) {
    const [run = '', next = ''] = [runs[i], runs[i + 1]];
    if (/^\p{Lu}/u.test(run) && /^\p{Ll}/u.test(next)) {
      runs[i] = run.slice(0, -1);
      runs[i + 1] = run.slice(-1) + next;
    }
  }
  return runs.filter(Boolean);
}
