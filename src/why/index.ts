/**
 * Why something is not as it should be, in plain words and as data: `explain()` for one object, `survey()` for all. Runs
 * wherever a Reader can be made, in a browser too; reads and never writes.
 */
export { explain, type Answer, type ObjectReference } from './explain.ts';
export { rootOf, type Explanation, type Finding, type Reference, type Verdict } from './explanation.ts';
export type { ListQuery, LogQuery, Reader } from './reader.ts';
export { survey, type Survey } from './survey.ts';
