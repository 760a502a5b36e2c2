/** The text of a description, written line by line: cells of a line are separated by tabs and aligned as kubectl does. */
import { age } from '../../machinery/duration.ts';
import { byCodePoint } from '../kube/json.ts';
import { describeTabs, TabWriter } from '../kube/tabWriter.ts';

type Texts = Readonly<Record<string, string>> | undefined;

/** Annotations that would only repeat the object. */
const hidden = new Set(['kubectl.kubernetes.io/last-applied-configuration']);
const annotationWidth = 140;

export class Description {
  readonly #writer: Pick<TabWriter, 'write' | 'flush'>;
  #done = '';

  /** @param writer another than the one that aligns cells */
  constructor(writer: Pick<TabWriter, 'write' | 'flush'> = new TabWriter(describeTabs)) {
    this.#writer = writer;
  }

  /** One line, indented by two spaces a level. */
  line(level: number, text: string): void {
    this.write(level, `${text}\n`);
  }

  /** Part of a line. */
  write(level: number, text: string): void {
    // What would move a terminal's cursor is shown, not done.
    this.#writer.write(`${'  '.repeat(level)}${text.replaceAll('\u001B', '^[').replaceAll('\r', '\\r')}`);
  }

  /** What comes next is aligned by itself. */
  flush(): void {
    this.#done += this.#writer.flush();
  }

  text(): string {
    this.flush();
    return this.#done;
  }

  name(metadata: { readonly name?: string; readonly namespace?: string } | undefined): void {
    this.line(0, `Name:\t${metadata?.name ?? ''}`);
    this.line(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  }

  labels(title: string, labels: Texts, indent = ''): void {
    this.entries(
      `${indent}${title}`,
      Object.keys(labels ?? {})
        .sort(byCodePoint)
        .map((key) => `${key}=${labels?.[key] ?? ''}`),
      indent,
    );
  }

  /** A title, and a line for each entry. */
  entries(title: string, entries: readonly string[], indent = ''): void {
    if (entries.length === 0) this.line(0, `${title}:\t<none>`);
    entries.forEach((entry, i) => this.line(0, i === 0 ? `${title}:\t${entry}` : `${indent}\t${entry}`));
  }

  annotations(title: string, annotations: Texts): void {
    const keys = Object.keys(annotations ?? {})
      .filter((key) => !hidden.has(key))
      .sort(byCodePoint);
    if (keys.length === 0) return this.line(0, `${title}:\t<none>`);
    keys.forEach((key, i) => {
      const value = (annotations?.[key] ?? '').replace(/\n$/, '');
      this.write(0, i === 0 ? `${title}:\t` : '\t');
      if (value.length + key.length + 2 <= annotationWidth && !value.includes('\n'))
        return this.line(0, `${key}: ${value}`);
      this.line(0, `${key}:`);
      for (const line of value.split('\n')) this.line(0, `\t  ${shortened(line, annotationWidth - 2)}`);
    });
  }
}

const shortened = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width)}...` : text);

export const orNone = (text: string | undefined): string => text || '<none>';
export const orUnset = (value: string | number | boolean | undefined | null): string =>
  value === undefined || value === null ? '<unset>' : String(value);
export const trueOrFalse = (value: boolean | undefined): string => (value ? 'True' : 'False');

export const since = (time: string | null | undefined): string => age(time, Date.now());

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 02 Jan 2006 15:04:05 +0000`, in the zone of this machine. */
export function dateText(time: string | null | undefined): string {
  if (!time) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  return `${days[date.getDay()] ?? ''}, ${two(date.getDate())} ${months[date.getMonth()] ?? ''} ${date.getFullYear()} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`;
}

/** How Go prints a time: `2006-01-02 15:04:05 +0000 UTC`, in the zone of this machine. */
export function goDateText(time: string | null | undefined): string {
  if (!time) return '0001-01-01 00:00:00 +0000 UTC';
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  const zone = dateText(time).slice(-5);
  const name = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' })
    .formatToParts(date)
    .find((p) => p.type === 'timeZoneName')?.value;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone} ${name ?? 'UTC'}`;
}
