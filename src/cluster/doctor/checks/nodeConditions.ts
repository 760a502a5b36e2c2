/** What the API server says of the nodes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { nodes } from '../../../machinery/resources.ts';
import { adminClient } from '../../adminClient.ts';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad, suspect, unknown } = about('nodes');

const patience = 3000;

export const nodeConditions: Check = {
  what: 'nodes',
  needsRoot: true,
  async run({ layout, processes }) {
    if (!processes.some(({ role, ready }) => role === 'control-plane' && ready)) return [];
    const client = adminClient(layout);
    try {
      const list = await Promise.race([client.resource(nodes).list(), sleep(patience, undefined, { ref: false })]);
      if (!list) return [unknown(`the API server has not answered within ${patience / 1000} s`)];
      const findings: Finding[] = list.items.flatMap(({ metadata: { name }, spec, status }) => {
        const conditions = (status?.conditions ?? []).flatMap(({ type, status: value, message = '' }) => {
          if (type === 'Ready')
            return value === 'True'
              ? []
              : [bad(`${name} is not ready: ${message}`, "see its agent's health: 'peapod status'")];
          return value === 'True' && type.endsWith('Pressure')
            ? [bad(`${name} has ${type}: ${message}`, 'Pods are evicted until there is room: stop what takes it')]
            : [];
        });
        const cordoned = spec?.unschedulable
          ? [suspect(`${name} takes no new Pods: it is cordoned`, `let it: 'kubectl uncordon ${name}'`)]
          : [];
        return [...conditions, ...cordoned];
      });
      return findings.length > 0 ? findings : [good(`${list.items.map((n) => n.metadata.name).join(', ')}: ready`)];
    } finally {
      client.transport[Symbol.dispose]();
    }
  },
};
