/** What a controller is to the composition root: a name, and a way to start it. One controller a file beside this one. */
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import type { InformerFactory } from '../client/informer.ts';
import type { Logger } from '../machinery/log.ts';

export interface ControllerContext {
  readonly client: Client;
  /** Shared between all controllers of the process: one watch a resource. */
  readonly informers: InformerFactory;
  /** Writes events as the controller's `eventSource`. */
  readonly recorder: EventRecorder;
  readonly log: Logger;
}

export interface Controller {
  /** Upstream's name: 'deployment-controller'. */
  readonly name: string;
  /** The ServiceAccount in kube-system as which it acts, under upstream's name: RBAC has a role for each. */
  readonly serviceAccount: string;
  /** Whom its events come from (`kubectl describe`, column From), where that is not `name`. */
  readonly eventSource?: string;
  /** Resolves once it works; disposing stops it and waits for what is under way. */
  start(context: ControllerContext): Promise<AsyncDisposable>;
}
