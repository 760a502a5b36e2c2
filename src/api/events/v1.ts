/**
 * @file events/v1: Event in its newer, structured form.
 * @groupVersion events.k8s.io/v1
 */
import type { Int32, MicroTime, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { EventSource, ObjectReference } from '../core/v1.ts';

/** @kind Event
 * @scope Namespaced */
export interface Event extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  eventTime: MicroTime;
  /** @proto 3
   * @pointer */
  series?: EventSeries;
  /** @proto 4 */
  reportingController?: string;
  /** @proto 5 */
  reportingInstance?: string;
  /** @proto 6 */
  action?: string;
  /** @proto 7 */
  reason?: string;
  /** @proto 8
   * @always */
  regarding?: ObjectReference;
  /** @proto 9
   * @pointer */
  related?: ObjectReference;
  /** @proto 10 */
  note?: string;
  /** @proto 11 */
  type?: string;
  /** @proto 12
   * @always
   * @deprecated */
  deprecatedSource?: EventSource;
  /** @proto 13
   * @always
   * @deprecated */
  deprecatedFirstTimestamp?: Time;
  /** @proto 14
   * @always
   * @deprecated */
  deprecatedLastTimestamp?: Time;
  /** @proto 15
   * @deprecated */
  deprecatedCount?: Int32;
}

export interface EventSeries {
  /** @proto 1
   * @required
   * @always */
  count: Int32;
  /** @proto 2
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
