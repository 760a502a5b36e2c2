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

/** With a newline at the end. */
export function renderExplanation({ verdict, summary, findings }: Explanation): string {
  const parts = findings.map(renderFinding);
  return (verdict === 'ok' ? [`${marks.ok} ${summary}\n`, ...parts] : parts).join('\n');
}

export function renderSurvey({ explanations, seen }: Survey, where: string): string {
  if (explanations.length === 0) return `✔ Nothing is wrong ${where}: ${seen} objects looked at.\n`;
  return explanations.map(renderExplanation).join('\n');
}

export const renderBlind = (blind: readonly string[]): string =>
  blind.map((message) => `! could not be looked at: ${message}\n`).join('');

function renderFinding(one: Finding): string {
  const mend = mending(one);
  return [`${marks[one.verdict]} ${one.summary}`, ...below(one, '  '), ...(mend.length > 0 ? ['', ...mend] : [])]
    .map((line) => `${line}\n`)
    .join('');
}

function below({ evidence, because }: Finding, indent: string): string[] {
  return [
    ...evidence.flatMap((text) => text.split('\n').map((line) => `${indent}${line}`.trimEnd())),
    ...because.flatMap((one) => [`${indent}↳ ${one.summary}`, ...below(one, `${indent}  `)]),
  ];
}

/** What to do, the root's first: what rests on it mends itself. Each sentence and command once. */
function mending(one: Finding): string[] {
  const lines: string[] = [];
  const add = (text: string, indent: string): void => {
    if (!lines.includes(indent + text)) lines.push(indent + text);
  };
  const visit = (finding: Finding): void => {
    finding.because.forEach(visit);
    for (const text of finding.advice) add(text, '  ');
    for (const command of finding.commands) add(command, '    ');
  };
  visit(one);
  return lines;
}
