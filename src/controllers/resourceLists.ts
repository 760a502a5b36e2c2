/** Which of the built-in resources hold objects that can be deleted; servedResources.ts adds the custom ones. */
import { apiVersionOf } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import * as resources from '../machinery/resources.ts';

/** Nothing is stored under these: they are questions and commands, or computed when somebody reads them. */
const virtual: ReadonlySet<Resource> = new Set<Resource>([
  resources.bindings,
  resources.tokenReviews,
  resources.selfSubjectReviews,
  resources.subjectAccessReviews,
  resources.selfSubjectAccessReviews,
  resources.localSubjectAccessReviews,
  resources.selfSubjectRulesReviews,
  resources.nodeMetrics,
  resources.podMetrics,
  resources.apiServices,
  // The very objects of core/v1 events, under another version.
  resources.events,
]);

export const storedResources: readonly Resource[] = Object.values<Resource>(resources).filter(
  (resource) => !virtual.has(resource),
);

const byKind = new Map(storedResources.map((resource) => [`${apiVersionOf(resource)}/${resource.kind}`, resource]));

/** The built-in resource of a kind; undefined when there is none. */
export const resourceOfKind = (apiVersion: string, kind: string): Resource | undefined =>
  byKind.get(`${apiVersion}/${kind}`);
