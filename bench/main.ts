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

const columns = [44, 42, 18, 18, 8, 20];
const line = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(columns[i] ?? 0))
    .join(' ')
    .trimEnd();

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });

function reachText(reach: Reach, value: number): string {
  const [text, reached] =
    'atLeast' in reach
      ? [`≥ ${number(reach.atLeast)}`, value >= reach.atLeast]
      : [`≤ ${number(reach.atMost)}`, value <= reach.atMost];
  return `${text} ${reached ? 'reached' : 'missed'}`;
}

async function printTable(files: readonly string[]): Promise<void> {
  console.log(line(['row', 'floor', 'floor measured', 'measured', 'ratio', 'to reach']));
  for (const file of files) {
    const row = await load(file);
    try {
      const { floor, measured, unit } = await measureInChild(file);
      const ratio = floor === undefined ? undefined : measured / floor;
      console.log(
        line([
          row.name,
          row.floorName,
          floor === undefined ? '–' : `${number(floor)} ${unit}`,
          `${number(measured)} ${unit}`,
          ratio === undefined ? '–' : number(ratio),
          reachText(row.reach, ratio ?? measured),
        ]),
      );
    } catch (error) {
      console.log(line([row.name, row.floorName, `failed: ${error instanceof Error ? error.message : String(error)}`]));
      process.exitCode = 1;
    }
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--measure') {
  console.log(JSON.stringify(await (await load(rest[0] ?? '')).run()));
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
