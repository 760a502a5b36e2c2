/** Writes Events about objects, as people see them in `kubectl describe`; the same event again raises its count. */
import type { KubeObject } from '../machinery/object.ts';

export interface EventRecorder {
  /**
   * Never throws and never waits: events are written in the background and dropped when that fails for long.
   *
   * @param fieldPath the part of the object that is meant (`spec.containers{nginx}`): the event's involvedObject.fieldPath.
   */
  event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void;
}
