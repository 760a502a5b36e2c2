/** `apply --prune`: deletes what was applied once, matches the selector, and is in no file any more. */
import { apiVersionOf } from '../../../machinery/object.ts';
import type { Resource } from '../../../machinery/resource.ts';
import * as resources from '../../../machinery/resources.ts';
import type { ApplyOptions } from '../../change/applyOne.ts';
import { changePrinter } from '../../change/createOne.ts';
import { lastAppliedOf } from '../../change/lastApplied.ts';
import { remove } from '../../change/requests.ts';
import { CommandError } from '../../kube/errors.ts';
import { fetchTarget, objectsOf } from '../../kube/fetchTargets.ts';
import { textAt, type JsonObject } from '../../kube/json.ts';
import type { ApplyContext } from '../apply.ts';

const namespaced: readonly Resource[] = [
  resources.configMaps,
  resources.endpoints,
  resources.persistentVolumeClaims,
  resources.pods,
  resources.replicationControllers,
  resources.secrets,
  resources.services,
  resources.jobs,
  resources.cronJobs,
  resources.ingresses,
  resources.daemonSets,
  resources.deployments,
  resources.replicaSets,
  resources.statefulSets,
];
const clusterScoped: readonly Resource[] = [resources.namespaces, resources.persistentVolumes];

/** @param applied what was in the files, as it is on the server */
export async function prune(
  { flags, session }: ApplyContext,
  applied: readonly JsonObject[],
  options: ApplyOptions,
): Promise<void> {
  const { namespace, namespaceGiven } = await session.settings();
  const kept = new Set(applied.map((object) => textAt(object, 'metadata', 'uid')));
  const visited = new Set(
    applied.map((object) => textAt(object, 'metadata', 'namespace')).filter((name) => name !== ''),
  );
  if (namespaceGiven) visited.add(namespace);
  const allowed = await allowedOf(session, flags['prune-allowlist']);
  const connection = await session.connection();
  const printer = await changePrinter(flags, 'pruned', options.dryRun ?? 'none');
  for (const resource of [...allowed.filter((r) => r.namespaced), ...allowed.filter((r) => !r.namespaced)]) {
    for (const space of resource.namespaced ? visited : [undefined]) {
      const list = await fetchTarget(
        session,
        { type: 'list', resource, namespace: space },
        { selector: flags.selector },
      );
      for (const object of objectsOf(list)) {
        if (lastAppliedOf(object) === undefined || kept.has(textAt(object, 'metadata', 'uid'))) continue;
        if (options.dryRun !== 'client')
          await remove(connection, { resource, namespace: space }, textAt(object, 'metadata', 'name'), {
            propagationPolicy: options.propagationPolicy,
            ...(options.gracePeriod >= 0 && { gracePeriodSeconds: options.gracePeriod }),
            ...(options.dryRun === 'server' && { dryRun: ['All'] }),
          });
        process.stdout.write(printer.print(object));
      }
    }
  }
}

async function allowedOf(session: ApplyContext['session'], list: readonly string[]): Promise<readonly Resource[]> {
  if (list.length === 0) return [...namespaced, ...clusterScoped];
  const mapper = await session.mapper();
  return Promise.all(
    list.map((text) => {
      const [group = '', version = '', kind, ...rest] = text.split('/');
      if (kind === undefined || rest.length > 0)
        throw new CommandError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
      return mapper.resourceOfKind(apiVersionOf({ group: group === 'core' ? '' : group, version }), kind);
    }),
  );
}
