/**
 * An explanation as text: the answer first, what it rests on, what lies below it, and at the end how to mend the root.
 *
 *   ✖ Service web has no endpoints: its only Pod is not ready.
 *     ↳ Pod web-1: container web runs but is not ready: its readiness probe fails: HTTP probe failed with statuscode: 404.
 *         probe: GET http://:80/missing, every 1s, at most 1s, 3 failures count
 *
 *     It gets no traffic from Services until the probe succeeds. Mend what the probe asks for, or the probe.
 *       kubectl logs web-1 -c web
 */
import type { Explanation, Finding, Survey } from '../../why/index.ts';

const marks = { wrong: '✖', waiting: '…', hint: '·', ok: '✔' } as const;

/** The commands of an explanation as the user at hand would type them. */
export type Spell = (command: string) => string;

/**
 * kubectl stays kubectl where there is one, unless the cluster was named by its data directory, which kubectl knows nothing
 * of; `peapod` has the same verbs.
 */
export function spelling(dataDirectory: string, hasKubectl: boolean): Spell {
  const peapod = dataDirectory === '' ? 'peapod' : `peapod --data-dir ${dataDirectory}`;
  return (command) => {
    const [program = '', ...rest] = command.split(' ');
    const is = program === 'peapod' || (program === 'kubectl' && (dataDirectory !== '' || !hasKubectl));
    return is ? [peapod, ...rest].join(' ') : command.replace('| peapod ', `| ${peapod} `);
  };
}

/** With a newline at the end. What lies below two of them is told once, when they share `told`. */
export function renderExplanation(
  { verdict, summary, findings }: Explanation,
  spell: Spell,
  told = new Set<string>(),
): string {
  const parts = findings.map((one) => renderFinding(one, spell, told));
  return (verdict === 'ok' ? [`${marks.ok} ${summary}\n`, ...parts] : parts).join('\n');
}

export function renderSurvey({ explanations, seen }: Survey, where: string, spell: Spell): string {
  if (explanations.length === 0) return `✔ Nothing is wrong ${where}: ${seen} objects looked at.\n`;
  const told = new Set<string>();
  return explanations.map((one) => renderExplanation(one, spell, told)).join('\n');
}

export const renderBlind = (blind: readonly string[]): string =>
  blind.map((message) => `! could not be looked at: ${message}\n`).join('');

function renderFinding(one: Finding, spell: Spell, told: Set<string>): string {
  const repeated = one.because.length > 0 && one.because.every(({ summary }) => told.has(summary));
  const lines = [`${marks[one.verdict]} ${one.summary}`, ...below(one, '  ', told)];
  const mend = repeated ? [] : mending(one, spell);
  told.add(one.summary);
  return [...lines, ...(mend.length > 0 ? ['', ...mend] : [])].map((line) => `${line}\n`).join('');
}

function below({ evidence, because }: Finding, indent: string, told: Set<string>): string[] {
  return [
    ...evidence.flatMap((text) => text.split('\n').map((line) => `${indent}${line}`.trimEnd())),
    ...because.flatMap((one) => {
      const line = `${indent}↳ ${one.summary}`;
      if (told.has(one.summary)) return [`${line} (see above)`];
      told.add(one.summary);
      return [line, ...below(one, `${indent}  `, told)];
    }),
  ];
}

/** What to do, the root's first: what rests on it mends itself. Each sentence and command once. */
function mending(one: Finding, spell: Spell): string[] {
  const lines: string[] = [];
  const add = (text: string, indent: string): void => {
    if (!lines.includes(indent + text)) lines.push(indent + text);
  };
  const visit = (finding: Finding): void => {
    finding.because.forEach(visit);
    for (const text of finding.advice) add(text, '  ');
    for (const command of finding.commands) add(spell(command), '    ');
  };
  visit(one);
  return lines;
}
