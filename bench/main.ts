/**
 * `npm run bench [-- NAME…]`: runs the rows whose file name contains one of NAMEs, or all, and prints the table. Each row
 * runs in a process of its own. Nothing is asserted: the numbers of a busy machine are no failure.
 */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurement, Reach, Row } from './row.ts';

const folder = join(import.meta.dirname, 'rows');

/** The row that a file exports under the name `row`. */
async function load(file: string): Promise<Row> {
  const loaded: unknown = await import(join(folder, file));
  if (typeof loaded !== 'object' || loaded === null || !('row' in loaded)) throw new Error(`${file} exports no row`);
  // A named seam: the compiler checks the type where the row is written.
  return loaded.row as Row;
}

async function measureInChild(file: string): Promise<Measurement> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, '--measure', file], {
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measurement;
}

const columns = [50, 42, 20, 20, 6, 30];
const line = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(columns[i] ?? 0))
    .join(' ')
    .trimEnd();

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });

function reachText(reach: Reach, { floor, measured, unit }: Measurement): string {
  const ratio = floor === undefined ? measured : measured / floor;
  const [text, reached] =
    'atLeast' in reach
      ? [`≥ ${number(reach.atLeast)}`, ratio >= reach.atLeast]
      : 'atMost' in reach
        ? [`≤ ${number(reach.atMost)}`, ratio <= reach.atMost]
        : [`≤ floor + ${number(reach.atMostMore)} ${unit}`, measured - (floor ?? 0) <= reach.atMostMore];
  return `${text} ${reached ? 'reached' : 'missed'}`;
}

async function printTable(files: readonly string[]): Promise<void> {
  console.log(line(['row', 'floor', 'floor measured', 'measured', 'ratio', 'to reach']));
  const notes: string[] = [];
  for (const file of files) {
    const row = await load(file);
    try {
      const measurement = await measureInChild(file);
      const { floor, measured, unit, note } = measurement;
      const ratio = floor === undefined ? undefined : measured / floor;
      console.log(
        line([
          row.name,
          row.floorName,
          floor === undefined ? '–' : `${number(floor)} ${unit}`,
          `${number(measured)} ${unit}`,
          ratio === undefined ? '–' : number(ratio),
          reachText(row.reach, measurement),
        ]),
      );
      if (note !== undefined) notes.push(`${row.name}: ${note}`);
    } catch (error) {
      console.log(line([row.name, row.floorName, `failed: ${textOf(error)}`]));
      process.exitCode = 1;
    }
  }
  if (notes.length > 0) console.log(`\n${notes.join('\n')}`);
}

/** The last lines of what a row's process said, or of an error and the one that it hid. */
function textOf(error: unknown): string {
  if (error instanceof SuppressedError) return `${textOf(error.suppressed)}; then ${textOf(error.error)}`;
  if (!(error instanceof Error)) return String(error);
  return 'stderr' in error && typeof error.stderr === 'string' && error.stderr !== ''
    ? error.stderr.trim().split('\n').slice(-2).join(' ')
    : error.message;
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--measure') {
  try {
    console.log(JSON.stringify(await (await load(rest[0] ?? '')).run()));
  } catch (error) {
    console.error(textOf(error));
    process.exitCode = 1;
  }
} else {
  const names = first === undefined ? [] : [first, ...rest];
  const all = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const chosen = all.filter((file) => names.length === 0 || names.some((name) => basename(file, '.ts').includes(name)));
  if (chosen.length === 0) {
    console.error(
      `no row is named ${names.join(', ')}; there are: ${all.map((file) => basename(file, '.ts')).join(', ')}`,
    );
    process.exitCode = 1;
  } else {
    await printTable(chosen);
  }
}
