/** A Pod as causes look at it: with its events, and each container beside its status. */
import type { Container, ContainerStateTerminated, ContainerStatus, Event, Pod } from '../api/core/v1.ts';
import type { Stored } from '../machinery/object.ts';
import type { Reference } from './explanation.ts';
import type { Finding } from './explanation.ts';
import type { Investigation } from './investigation.ts';

export interface ContainerView {
  readonly spec: Container;
  readonly status: ContainerStatus | undefined;
  readonly init: boolean;
  /** As a sentence names it: `container web`, `init container migrate`. */
  readonly title: string;
  /** How the present run, or else the one before it, ended. */
  readonly ended: ContainerStateTerminated | undefined;
}

export interface PodView {
  readonly pod: Stored<Pod>;
  readonly about: Reference;
  /** The latest first. */
  readonly events: readonly Event[];
  readonly containers: readonly ContainerView[];
}

/** One cause, or a family of them: what it finds in a Pod, the most telling first. */
export type PodCause = (view: PodView, world: Investigation) => Promise<readonly Finding[]> | readonly Finding[];

export function podView(pod: Stored<Pod>, about: Reference, events: readonly Event[]): PodView {
  const { spec, status } = pod;
  const view = (init: boolean, statuses: readonly ContainerStatus[] | undefined) => (container: Container) => {
    const found = statuses?.find((s) => s.name === container.name);
    return {
      spec: container,
      status: found,
      init,
      title: `${init ? 'init container' : 'container'} ${container.name}`,
      ended: found?.state?.terminated ?? found?.lastState?.terminated,
    };
  };
  const containers = [
    ...(spec?.initContainers ?? []).map(view(true, status?.initContainerStatuses)),
    ...(spec?.containers ?? []).map(view(false, status?.containerStatuses)),
  ];
  // An event of a Pod that had the name before tells nothing of this one.
  return { pod, about, events: events.filter((e) => isOf(e, pod.metadata.uid)), containers };
}

const isOf = ({ involvedObject }: Event, uid: string): boolean => !involvedObject.uid || involvedObject.uid === uid;

/** Whether the event tells of this container. */
export const isAbout = ({ involvedObject }: Event, { spec }: ContainerView): boolean =>
  involvedObject.fieldPath === undefined || involvedObject.fieldPath.endsWith(`{${spec.name}}`);
