/** What a kind's own file says of it: what can be wrong with it, and what is said when nothing is. */
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import type { Finding } from './explanation.ts';
import type { Investigation } from './investigation.ts';

export interface KindExplainer<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Nothing when all is well. Deletion that hangs on finalizers is told for every kind elsewhere. */
  find(object: Stored<T>, world: Investigation): Promise<readonly Finding[]>;
  /** What was seen when nothing was found, behind `Pod web-0 `. */
  fine(object: Stored<T>, world: Investigation): string;
}
