/** `peapod status`: one line a component, from the processes themselves. */
import { commandOf, type Layout } from '../../cluster/layout.ts';
import type { ProcessState } from '../../cluster/process/announce.ts';
import { logFileOf } from '../../cluster/process/launch.ts';
import { currentState } from '../../cluster/process/observe.ts';
import { membersOf } from '../../cluster/process/members.ts';

/** Prints the health of everything; true when all is well. */
export async function status(layout: Layout, output: 'json' | undefined): Promise<boolean> {
  const members = membersOf(layout);
  const states = await Promise.all(members.map((member) => currentState(member.layout, member.role)));
  const well = states.every((s) => s?.ready === true && s.components.every((c) => c.ok));
  if (output === 'json') {
    process.stdout.write(
      `${JSON.stringify({ ok: well, processes: states.filter((s) => s !== undefined) }, undefined, 2)}\n`,
    );
    return well;
  }
  if (states.every((s) => s === undefined)) {
    process.stdout.write(`The cluster in ${layout.data} is down. Start it with '${commandOf(layout)} up'.\n`);
    return false;
  }
  members.forEach((member, i) => {
    process.stdout.write(linesOf(member.title, states[i], logFileOf(member.layout, member.role)));
  });
  return well;
}

function linesOf(title: string, state: ProcessState | undefined, logFile: string): string {
  if (!state) return `✖ ${title}: not running; its log is ${logFile}\n`;
  const head = `${state.ready ? '✔' : '…'} ${title} (pid ${state.pid})${state.ready ? '' : ': starting'}\n`;
  return head + state.components.map((c) => `  ${c.ok ? '✔' : '✖'} ${c.name.padEnd(20)} ${c.message}\n`).join('');
}
