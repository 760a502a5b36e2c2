/**
 * APIServices: one for each version that is served, to be read. Every version is served by this server itself; none can
 * be handed to another one.
 */
import type { APIService } from '../../../api/apiregistration/v1.ts';
import { notFound } from '../../../machinery/apiError.ts';
import { apiServices } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import { registration } from '../../registration.ts';
import type { RequestContext, ServedVersion } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';

const startedAt = formatTime(Date.now());
/** Upstream's numbers of the groups that are named first. */
const first = 18_000;
const step = 100;

/** 'v1.apps'; of the core group 'v1.'. */
const nameOfVersion = ({ group, version }: ServedVersion): string => `${version}.${group}`;

function all({ services }: RequestContext): APIService[] {
  const served = services.servedVersions();
  const groups = [...new Set(served.map(({ group }) => group))];
  return served
    .map((each) => ({ each, ofGroup: served.filter(({ group }) => group === each.group) }))
    .map(
      ({ each, ofGroup }): APIService => ({
        metadata: {
          name: nameOfVersion(each),
          labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' },
          creationTimestamp: startedAt,
        },
        spec: {
          ...(each.group && { group: each.group }),
          version: each.version,
          groupPriorityMinimum: first - step * groups.indexOf(each.group),
          versionPriority: ofGroup.length - ofGroup.indexOf(each),
        },
        status: {
          conditions: [
            {
              type: 'Available',
              status: 'True',
              lastTransitionTime: startedAt,
              reason: 'Local',
              message: 'Local APIServices are always available',
            },
          ],
        },
      }),
    )
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export const apiServiceRegistration = registration<APIService>({
  resource: apiServices,
  verbs: ['get', 'list'],
  table: {
    columns: [
      nameColumn,
      column('Service', 'string', 'The Service that serves the version; Local when the API server does so itself.'),
      column('Available', 'string', 'Whether the version can be used.'),
      ageColumn,
    ],
    row: (object, now) => [nameOf(object), 'Local', 'True', ageOf(object, now)],
  },
  strategy: {},
  computed: {
    get(_, name, context) {
      const found = all(context).find((each) => nameOf(each) === name);
      return found
        ? Promise.resolve(found)
        : Promise.reject(notFound({ group: apiServices.group, resource: apiServices.resource }, name));
    },
    list: (_, selects, context) => Promise.resolve(all(context).filter(selects)),
  },
});
