/** Values as Go prints them: upstream's messages quote maps, lists and structs in Go's notation, and clients show them. */
import type { ContainerResizePolicy } from '../api/core/v1.ts';
import type { LabelSelector } from '../api/meta/v1.ts';
import type { IntOrString } from '../api/scalars.ts';

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** `%q`. */
export function goQuote(text: string): string {
  const body = text.replace(
    /["\\\u0000-\u001f\u007f-\u009f]/g,
    (character) =>
      escapes[character] ??
      (character < '\u0080'
        ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  return `"${body}"`;
}

/** `map[string]string{"a":"b"}`, keys in order. */
export function goMap(map: Readonly<Record<string, string>> | undefined): string {
  if (!map) return 'map[string]string(nil)';
  return `map[string]string{${Object.keys(map)
    .sort()
    .map((key) => `${goQuote(key)}:${goQuote(map[key] ?? '')}`)
    .join(', ')}}`;
}

/** `[]string{"a", "b"}`. */
export const goStrings = (list: readonly string[] | undefined): string =>
  list ? `[]string{${list.map(goQuote).join(', ')}}` : '[]string(nil)';

/** JSON as Go prints the values that it reads it into: `map[string]interface {}{"a":1}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'string') return goQuote(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${members.map(([name, held]) => `${goQuote(name)}:${goSyntax(held)}`).join(', ')}}`;
}

export const goResizePolicy = (policies: readonly ContainerResizePolicy[]): string =>
  `[]core.ContainerResizePolicy{${policies
    .map(
      ({ resourceName, restartPolicy }) =>
        `core.ContainerResizePolicy{ResourceName:${goQuote(resourceName)}, RestartPolicy:${goQuote(restartPolicy)}}`,
    )
    .join(', ')}}`;

export function goLabelSelector(selector: LabelSelector | undefined): string {
  if (!selector) return '"null"';
  const expressions = selector.matchExpressions
    ? `[]v1.LabelSelectorRequirement{${selector.matchExpressions
        .map(
          (e) =>
            `v1.LabelSelectorRequirement{Key:${goQuote(e.key)}, Operator:${goQuote(e.operator)}, Values:${goStrings(e.values)}}`,
        )
        .join(', ')}}`
    : '[]v1.LabelSelectorRequirement(nil)';
  return `v1.LabelSelector{MatchLabels:${goMap(selector.matchLabels)}, MatchExpressions:${expressions}}`;
}

export const goIntOrString = (value: IntOrString): string =>
  typeof value === 'number'
    ? `intstr.IntOrString{Type:0, IntVal:${value}, StrVal:""}`
    : `intstr.IntOrString{Type:1, IntVal:0, StrVal:${goQuote(value)}}`;

/** An instant as Go's time.Time prints itself: `2025-01-31 08:00:00 +0000 UTC`. */
export const goTime = (time: string): string =>
  `${time
    .replace('T', ' ')
    .replace(/(\.\d*?)0*Z$|Z$/, (_, fraction?: string) => (fraction && fraction !== '.' ? fraction : ''))} +0000 UTC`;
