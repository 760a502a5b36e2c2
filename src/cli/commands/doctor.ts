/** `peapod doctor`: what is wrong with the machine or the cluster on it, and how to mend it. */
import type { Finding } from '../../cluster/doctor/check.ts';
import { examine } from '../../cluster/doctor/examine.ts';
import type { Layout } from '../../cluster/layout.ts';

export interface DoctorFlags {
  readonly fix?: true;
  readonly output?: 'json';
}

/** Prints each finding as it comes. True when nothing is bad, or everything that was has been mended. */
export async function doctor(layout: Layout, { fix, output }: DoctorFlags): Promise<boolean> {
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const json = output === 'json';
  const findings = await examine(layout, (some) => {
    if (!json) for (const finding of some) print(lineOf(finding));
  });
  const bad = findings.filter(({ level }) => level === 'bad');
  const mended: Finding[] = [];
  if (fix) {
    for (const finding of bad) {
      if (!finding.fix) continue;
      await finding.fix();
      mended.push(finding);
      if (!json) print(`\n✔ mended: ${finding.message}`);
    }
  }
  const well = bad.length === mended.length;
  if (json)
    print(
      JSON.stringify({ ok: well, findings: findings.map((f) => ({ ...f, mended: mended.includes(f) })) }, undefined, 2),
    );
  else print(`\n${summaryOf(findings, mended.length)}`);
  return well;
}

const column = 15;
const signs = { good: '✔', suspect: '!', bad: '✖', unknown: '?' } as const;

function lineOf({ level, what, message, mend }: Finding): string {
  const line = `${signs[level]} ${what.padEnd(column)} ${message}`;
  return mend === undefined ? line : `${line}\n  ${' '.repeat(column)} → ${mend}`;
}

function summaryOf(findings: readonly Finding[], mended: number): string {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const bad = count('bad') - mended;
  const fixable = findings.some(({ fix }) => fix) && mended === 0;
  if (bad > 0) {
    const text = `${bad} thing${bad === 1 ? ' is' : 's are'} wrong; what to do stands behind the arrow.`;
    return fixable ? `${text} 'peapod doctor --fix' mends what it safely can.` : text;
  }
  const suspect = count('suspect');
  return suspect > 0 ? `Nothing is wrong; ${suspect} thing${suspect === 1 ? '' : 's'} to watch.` : 'Nothing is wrong.';
}
