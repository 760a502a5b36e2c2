/** Nodes: silent, unwell, short of something, or closed to new Pods. */
import type { Node, NodeCondition } from '../../api/core/v1.ts';
import { matchesSelector, selectorFrom } from '../../machinery/labels.ts';
import { getCondition } from '../../machinery/pod.ts';
import { nodes, podDisruptionBudgets, pods } from '../../machinery/resources.ts';
import type { Stored } from '../../machinery/object.ts';
import { finding, type Finding, type Reference } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { clause, listed, refOf, since, title } from '../words.ts';

const pressures: Readonly<Record<string, { what: string; advice: string; commands: readonly string[] }>> = {
  MemoryPressure: {
    what: 'memory',
    advice: 'Stop what takes much memory, or give the node more; Pods beyond their requests are evicted first.',
    commands: ['peapod doctor'],
  },
  DiskPressure: {
    what: 'disk space',
    advice: 'Make room on the disk of the node: images, logs and volumes.',
    commands: ['df -h', 'peapod image ls'],
  },
  PIDPressure: {
    what: 'process numbers',
    advice: 'Stop what starts so many processes, or raise kernel.pid_max.',
    commands: ['peapod doctor'],
  },
};

export const node: KindExplainer<Node> = {
  resource: nodes,
  async find(object, world) {
    const about = refOf(nodes, object);
    const conditions = object.status?.conditions ?? [];
    const found: Finding[] = [];
    const ready = getCondition(conditions, 'Ready');
    if (ready?.status !== 'True') found.push(notReady(about, ready, world.now));
    for (const condition of conditions) {
      const pressure = pressures[condition.type];
      if (!pressure || condition.status !== 'True') continue;
      found.push(
        finding({
          cause: `node-${condition.type.toLowerCase().replace('pressure', '-pressure')}`,
          about,
          summary: `${title(about)} runs short of ${pressure.what}: it takes no new Pods, and evicts some.`,
          evidence: [`${condition.reason ?? ''}: ${condition.message ?? ''}`],
          advice: [pressure.advice],
          commands: pressure.commands,
        }),
      );
    }
    if (object.spec?.unschedulable) found.push(...(await cordoned(about, world)));
    return found;
  },
  fine: ({ status }, { now }) =>
    `is ready since ${since(getCondition(status?.conditions, 'Ready')?.lastTransitionTime, now) ?? '?'}, and short of nothing`,
};

function notReady(about: Reference, ready: NodeCondition | undefined, now: number): Finding {
  const silent = ready?.status === 'Unknown' || ready === undefined;
  return finding({
    cause: silent ? 'node-silent' : 'node-not-ready',
    about,
    summary: silent
      ? `${title(about)} is silent: its agent has said nothing since ${since(ready?.lastHeartbeatTime, now) ?? 'it was made'}.`
      : `${title(about)} is not ready: ${clause(ready.message ?? '')}.`,
    evidence: ready ? [`${ready.reason ?? ''}: ${ready.message ?? ''}`] : [],
    advice: silent
      ? ['See whether the machine runs, whether its node agent does, and whether it reaches the API server.']
      : ['Mend what it names; it becomes ready by itself.'],
    commands: ['peapod status', 'peapod doctor'],
  });
}

/** Closed to new Pods; and when it is being emptied, which budget keeps Pods from going. */
async function cordoned(about: Reference, world: Investigation): Promise<Finding[]> {
  const [budgets, here] = await Promise.all([
    world.list(podDisruptionBudgets),
    world.list(pods, undefined, { fieldSelector: `spec.nodeName=${about.name}` }),
  ]);
  const blocking = budgets.filter(
    ({ metadata, spec, status }) =>
      status?.disruptionsAllowed === 0 &&
      here.some(
        (p) =>
          p.metadata.namespace === metadata.namespace &&
          matchesSelector(selectorFrom(spec?.selector), p.metadata.labels),
      ),
  );
  const names = blocking.map(
    (b: Stored<(typeof budgets)[number]>) => `${b.metadata.namespace ?? ''}/${b.metadata.name}`,
  );
  return [
    finding({
      cause: 'node-cordoned',
      verdict: 'waiting',
      about,
      summary: `${title(about)} is cordoned: no new Pods come to it.`,
      evidence:
        names.length > 0 ? [`it cannot be emptied now: PodDisruptionBudget ${listed(names)} lets no Pod go`] : [],
      commands: [
        `kubectl uncordon ${about.name}`,
        ...blocking.slice(0, 2).map((b) => `peapod why pdb/${b.metadata.name} -n ${b.metadata.namespace ?? ''}`),
      ],
    }),
  ];
}
