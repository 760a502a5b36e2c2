/** Why a Pod is not as it should be: every cause that a Pod can have, the earliest in its life first. */
import { getCondition, isPodReady } from '../../machinery/pod.ts';
import { nodes } from '../../machinery/resources.ts';
import { containerConfig } from '../causes/containerConfig.ts';
import { crash } from '../causes/crash.ts';
import { podDeletion } from '../causes/deletion.ts';
import { ended } from '../causes/ended.ts';
import { images } from '../causes/images.ts';
import { probes } from '../causes/probes.ts';
import { scheduling } from '../causes/scheduling.ts';
import { startFailure } from '../causes/startFailure.ts';
import { volumes } from '../causes/volumes.ts';
import { finding, type Finding } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { podView, type PodCause, type PodView } from '../podView.ts';
import { count, listed, refOf, refTo, since, title } from '../words.ts';
import { pods } from '../../machinery/resources.ts';
import type { Pod } from '../../api/core/v1.ts';

/** In the order of a Pod's life. */
const starting: readonly PodCause[] = [images, containerConfig, startFailure, crash, volumes, probes];

export const pod: KindExplainer<Pod> = {
  resource: pods,
  async find(object, world) {
    const about = refOf(pods, object);
    const view = podView(object, about, await world.eventsOf(about));
    const { phase } = object.status ?? {};
    if (phase === 'Succeeded') return podDeletion(view, world);
    const first = await all([podDeletion, ended], view, world);
    const away = await nodeTrouble(view, world);
    const [deleting, ...more] = first;
    // Its node's trouble is why its deletion does not end.
    if (deleting?.cause === 'stuck-deletion' && away.length > 0)
      return [{ ...deleting, verdict: 'wrong', because: away }, ...more];
    if (first.length > 0) return [...first, ...away];
    if (!object.spec?.nodeName) return scheduling(view, world);
    if (away.length > 0) return away;
    const found = await all(starting, view, world);
    if (found.length > 0) return byRoot(found, view);
    return isPodReady(object) ? [] : onItsWay(view, world);
  },
  fine(object, world) {
    const { status, spec } = object;
    const statuses = status?.containerStatuses ?? [];
    const ready = statuses.filter((s) => s.ready).length;
    const restarts = statuses.reduce((sum, s) => sum + s.restartCount, 0);
    if (status?.phase === 'Succeeded') return `has done its work: all its containers ended with exit code 0`;
    const running = since(status?.startTime, world.now);
    return `runs: ${ready}/${spec?.containers.length ?? 0} containers ready, ${count(restarts, 'restart')}, on ${spec?.nodeName ?? '?'}${running ? ` for ${running}` : ''}`;
  },
};

async function all(causes: readonly PodCause[], view: PodView, world: Investigation): Promise<Finding[]> {
  return (await Promise.all(causes.map(async (cause) => cause(view, world)))).flat();
}

/** An init container that fails holds up all others: what is said of them follows from it. */
function byRoot(found: readonly Finding[], view: PodView): readonly Finding[] {
  const holding = view.containers.find(
    ({ init, status }) => init && !status?.ready && status?.state?.terminated?.exitCode !== 0,
  );
  const about = holding && found.filter((f) => f.summary.includes(`init container ${holding.spec.name}`));
  return about && about.length > 0 ? about : found;
}

/** A Pod whose node is silent: what it shows is old. */
async function nodeTrouble({ pod: object, about }: PodView, world: Investigation): Promise<readonly Finding[]> {
  const name = object.spec?.nodeName;
  // A ready Pod's node is well: else its controller would have said that the Pod is not.
  if (!name || isPodReady(object) || object.status?.phase === 'Failed') return [];
  const node = await world.get(nodes, name);
  if (node && getCondition(node.status?.conditions, 'Ready')?.status === 'True') return [];
  return [
    finding({
      cause: node ? 'node-not-ready' : 'node-gone',
      about,
      summary: node
        ? `${title(about)}: its node ${name} is not ready, so that nothing is known of it now.`
        : `${title(about)}: its node ${name} does not exist.`,
      advice: ['Its controller makes another elsewhere after some minutes (tolerationSeconds).'],
      commands: [`peapod why node/${name}`],
      because: node ? await world.because(refTo(nodes, name)) : [],
    }),
  ];
}

function onItsWay({ pod: object, about, containers, events }: PodView, world: Investigation): Finding[] {
  const gates = (object.spec?.readinessGates ?? [])
    .map((g) => g.conditionType)
    .filter((type) => getCondition(object.status?.conditions, type)?.status !== 'True');
  const running = containers.filter((c) => c.status?.state?.running);
  const init = containers.find((c) => c.init && c.spec.restartPolicy !== 'Always' && c.status?.state?.running);
  const waited = since(object.status?.startTime ?? object.metadata.creationTimestamp, world.now) ?? '?';
  const parts = { verdict: 'waiting', about } as const;
  if (init)
    return [
      finding({
        ...parts,
        cause: 'init-container-running',
        summary: `${title(about)} waits for its init container ${init.spec.name}, which has run for ${since(init.status?.state?.running?.startedAt, world.now) ?? '?'}.`,
        commands: [`kubectl logs ${about.name} -c ${init.spec.name}`],
      }),
    ];
  if (gates.length > 0 && containers.every((c) => c.init || c.status?.ready))
    return [
      finding({
        ...parts,
        cause: 'readiness-gates',
        summary: `${title(about)} is not ready, though its containers are: nobody has set its condition ${listed(gates)}.`,
        advice: ['Whoever is named by the readiness gate sets the condition in the status of the Pod.'],
      }),
    ];
  return [
    finding({
      ...parts,
      cause: 'starting',
      summary: `${title(about)} is starting since ${waited}: ${running.length}/${containers.length} containers run.`,
      evidence: events.slice(0, 1).flatMap((e) => (e.message ? [`${e.reason ?? ''}: ${e.message}`] : [])),
    }),
  ];
}
