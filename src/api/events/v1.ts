/**
 * @file events/v1: Event in its newer, structured form.
 * @groupVersion events.k8s.io/v1
 */
import type { Int32, MicroTime, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { EventSource, ObjectReference } from '../core/v1.ts';

/** Something that happened to an object, kept for an hour or so. The newer form of the core Event.
 * @kind Event
 * @scope Namespaced */
export interface Event extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** When it first happened.
   * @proto 2
   * @required
   * @always */
  eventTime: MicroTime;
  /** Set when it keeps happening: how often, and when last.
   * @proto 3
   * @pointer */
  series?: EventSeries;
  /** Who reports, such as `kubernetes.io/kubelet`.
   * @proto 4 */
  reportingController?: string;
  /** Which instance of it, such as `kubelet-n1`.
   * @proto 5 */
  reportingInstance?: string;
  /** What was done about the object, one word, such as `Binding`.
   * @proto 6 */
  action?: string;
  /** Why, one CamelCase word, such as `FailedScheduling`. At most 128 characters.
   * @proto 7 */
  reason?: string;
  /** The object it is about.
   * @proto 8
   * @always */
  regarding?: ObjectReference;
  /** Another object that took part, if any.
   * @proto 9
   * @pointer */
  related?: ObjectReference;
  /** What happened, as a sentence for people. At most 1 kB.
   * @proto 10 */
  note?: string;
  /** `Normal` or `Warning`.
   * @proto 11 */
  type?: string;
  /** Source as the core Event knows it. See `reportingController`.
   * @proto 12
   * @always
   * @deprecated */
  deprecatedSource?: EventSource;
  /** First time as the core Event knows it. See `eventTime`.
   * @proto 13
   * @always
   * @deprecated */
  deprecatedFirstTimestamp?: Time;
  /** Last time as the core Event knows it. See `series`.
   * @proto 14
   * @always
   * @deprecated */
  deprecatedLastTimestamp?: Time;
  /** Count as the core Event knows it. See `series`.
   * @proto 15
   * @deprecated */
  deprecatedCount?: Int32;
}

/** Repetitions of one event. */
export interface EventSeries {
  /** How often it has happened.
   * @proto 1
   * @required
   * @always */
  count: Int32;
  /** When it last happened.
   * @proto 2
   * @required
   * @always */
  lastObservedTime: MicroTime;
}

/** A list of Event objects, as LIST answers it.
 * @kind EventList */
export interface EventList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Event objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Event[];
}
