/** What a runtime tells of its containers and sandboxes (events.ts). */
export interface ContainerLifecycleEvent {
  readonly type: 'created' | 'started' | 'stopped' | 'deleted' | 'oom';
  /** Of a container, or of a sandbox (then it equals `sandboxId`). */
  readonly containerId: string;
  /** Absent when the runtime does not say it. */
  readonly sandboxId?: string | undefined;
}

export interface RelistEvent {
  readonly type: 'relist';
}

export type RuntimeEvent = ContainerLifecycleEvent | RelistEvent;
