/**
 * `npm run chaos -- --kills 100`, `--minutes 5`, both with `--seed N`: faults on a cluster of their own. Root only. Ends
 * with 0 when all came right; else it says what did not, and the seed that brings it about again.
 */
import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 100_000);
const begun = performance.now();
const tell = (line: string): void => console.log(`${((performance.now() - begun) / 1000).toFixed(1)} s  ${line}`);

tell(`seed ${seed}`);
try {
  await campaign({
    kills: Number(values.kills ?? (values.minutes === undefined ? 100 : 0)),
    milliseconds: Number(values.minutes ?? 0) * 60_000,
    seed,
    tell,
  });
} catch (error) {
  console.error(error);
  console.error(`again: npm run chaos -- ${process.argv.slice(2).join(' ')} --seed ${seed}`);
  process.exitCode = 1;
}
