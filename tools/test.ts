/**
 * All tests, in the order in which a failure is cheapest: the gate, unit tests in one process, then end-to-end tests
 * with real containers, one file after the other. Ends with one line: `N passed, N failed`.
 *
 * `npm test -- unit`, `-- e2e`, `-- check` run one part; further words choose files by a part of their name.
 */
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { ensurePrerequisites } from '../src/cluster/setup/prerequisites.ts';
import { createProgress } from '../src/cli/progress.ts';
import { runChecks } from './check.ts';
import { ensureTestPackages } from './testPackages.ts';

interface Tally {
  passed: number;
  failed: number;
}

const root = join(import.meta.dirname, '..');
const parts = ['check', 'unit', 'e2e'] as const;
const words = process.argv.slice(2);
const chosen = parts.filter((part) => words.includes(part));
const names = words.filter((word) => !parts.some((part) => part === word));
const total: Tally = { passed: 0, failed: 0 };

// Real parts in the tests, too: what the machine lacks is brought in before the first of them.
if (chosen.length === 0 || chosen.some((part) => part !== 'check')) {
  const progress = createProgress();
  await ensurePrerequisites({ progress, install: true, dataDir: tmpdir() });
  if (chosen.length === 0 || chosen.includes('e2e')) await ensureTestPackages(progress);
}

for (const part of chosen.length > 0 ? chosen : parts) {
  console.log(`\n# ${part}`);
  const tally = part === 'check' ? await runChecks() : await runTests(part);
  total.passed += tally.passed;
  total.failed += tally.failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function runTests(part: 'unit' | 'e2e'): Promise<Tally> {
  const pattern = part === 'unit' ? '{src,tools,bench}/**/*.test.ts' : 'test/e2e/**/*.test.ts';
  const files = globSync(pattern, { cwd: root })
    .filter((f) => names.length === 0 || names.some((n) => f.includes(n)))
    .sort();
  const tally: Tally = { passed: 0, failed: 0 };
  if (files.length === 0) return tally;
  const stream = run({
    cwd: root,
    files: files.map((f) => join(root, f)),
    // A file of unit tests is cheap and a process for each is not; a file of end-to-end tests owns the machine.
    ...(part === 'unit' ? { concurrency: 2 } : { concurrency: 1 }),
    timeout: part === 'unit' ? 60_000 : 600_000,
  });
  stream.on('test:pass', (event) => {
    if (event.details.type !== 'suite' && event.skip === undefined) tally.passed++;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') tally.failed++;
  });
  const report = stream.compose(new spec());
  report.pipe(process.stdout, { end: false });
  await new Promise((resolve) => report.on('end', resolve));
  return tally;
}
