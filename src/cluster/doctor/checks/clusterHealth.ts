/** What the processes say of themselves, and whether all of them are there. */
import { existsSync } from 'node:fs';
import { commandOf } from '../../layout.ts';
import { upMarker } from '../../process/keep.ts';
import { logFileOf } from '../../process/launch.ts';
import { membersOf } from '../../process/members.ts';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad, unknown } = about('cluster');

export const clusterHealth: Check = {
  what: 'cluster',
  async run({ layout, config, processes, isRoot }) {
    if (!config) {
      if (!isRoot && existsSync(layout.data)) return [unknown('only root can look at this: run it again with sudo')];
      return [good(`there is none in ${layout.data}`)];
    }
    if (processes.length === 0 && !existsSync(upMarker(layout)))
      return [good(`it is down; '${commandOf(layout)} up' starts it`)];
    const findings: Finding[] = membersOf(layout).flatMap((member) => {
      const { role, title } = member;
      const log = logFileOf(member.layout, role);
      const state = processes.find((process) => process.role === role && process.node === member.node);
      if (!state)
        return [
          bad(`the ${title} does not run, though it should`, `start it: '${commandOf(layout)} up'; its log: ${log}`),
        ];
      if (!state.ready) return [bad(`the ${title} has not started yet`, `see its log: ${log}`)];
      return state.components
        .filter(({ ok }) => !ok)
        .map(({ name, message }) => bad(`${name}: ${message}`, `see the log: ${log}`));
    });
    const count = processes.reduce((sum, { components }) => sum + components.length, 0);
    return findings.length > 0 ? findings : [good(`it is up, all ${count} components are well`)];
  },
};
