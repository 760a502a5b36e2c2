/** containerd's own event service, for versions whose CRI service does not stream events (before 1.7). */
import { fromBinary } from '@bufbuild/protobuf';
import { ContainerEventSchema, Events, TaskEventSchema, TaskExitSchema } from './cri/generated/containerdEvents_pb.js';
import type { Envelope } from './cri/generated/containerdEvents_pb.js';
import { GrpcConnection } from './cri/grpc.ts';
import type { ContainerLifecycleEvent } from './runtimeEvent.ts';

export interface ContainerdEvents extends AsyncDisposable {
  waitForReady(timeout: number): Promise<void>;
  /** Events of the CRI service's containers and sandboxes. Throws CriError when the stream breaks. */
  subscribe(signal: AbortSignal): AsyncIterable<ContainerLifecycleEvent>;
}

/** The containerd namespace that CRI's containers live in. */
const criNamespace = 'k8s.io';

const topics = ['/tasks/start', '/tasks/exit', '/tasks/oom', '/containers/create', '/containers/delete'];

export function containerdEvents(endpoint: string): ContainerdEvents {
  const connection = new GrpcConnection(endpoint);
  const service = connection.service(Events, () => undefined);
  return {
    waitForReady: (timeout) => connection.waitForReady(timeout),
    async *subscribe(signal) {
      const filters = topics.map((topic) => `namespace==${criNamespace},topic=="${topic}"`);
      for await (const envelope of service.subscribe({ filters }, { signal })) {
        const event = lifecycleEvent(envelope);
        if (event) yield event;
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** Undefined for what is no event of a container itself, such as the exit of an exec'd process. */
export function lifecycleEvent(envelope: Envelope): ContainerLifecycleEvent | undefined {
  const bytes = envelope.event?.value ?? new Uint8Array();
  switch (envelope.topic) {
    case '/containers/create':
      return { type: 'created', containerId: fromBinary(ContainerEventSchema, bytes).id };
    case '/containers/delete':
      return { type: 'deleted', containerId: fromBinary(ContainerEventSchema, bytes).id };
    case '/tasks/start':
      return { type: 'started', containerId: fromBinary(TaskEventSchema, bytes).containerId };
    case '/tasks/oom':
      return { type: 'oom', containerId: fromBinary(TaskEventSchema, bytes).containerId };
    case '/tasks/exit': {
      const exit = fromBinary(TaskExitSchema, bytes);
      return exit.id === exit.containerId ? { type: 'stopped', containerId: exit.containerId } : undefined;
    }
    default:
      return undefined;
  }
}
