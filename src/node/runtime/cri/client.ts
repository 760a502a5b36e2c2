/**
 * The client of a container runtime: every call of CRI v1's RuntimeService and ImageService as a method.
 *
 *   await using cri = createCriClient('unix:///run/containerd/containerd.sock');
 *   const { podSandboxId } = await cri.runPodSandbox({ config });
 *
 * Requests are plain objects in which absent fields have their zero value; 64-bit numbers are bigint. Errors are
 * CriError. Calls have deadlines of their own (see timeoutOf) that an option of each call overrides.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CriCode, CriError } from './criError.ts';
import { GrpcConnection } from './grpc.ts';
import type { ConnectionState, ServiceClient } from './grpc.ts';
import { ImageService, RuntimeService } from './generated/cri_pb.js';
import type { ExecSyncRequest, StopContainerRequest, CheckpointContainerRequest } from './generated/cri_pb.js';

export type { CallOptions, ConnectionState } from './grpc.ts';
export { CriCode, CriError, isCriError, isNotFound } from './criError.ts';

export interface CriClient
  extends ServiceClient<typeof RuntimeService>,
    ServiceClient<typeof ImageService>,
    AsyncDisposable {
  /** As it was given. */
  readonly endpoint: string;
  readonly connection: ConnectionState;
  /**
   * Resolves once the runtime answers, having found again what it ran before; rejects with Unavailable when that takes
   * longer than `timeout` milliseconds.
   */
  waitForReady(timeout: number): Promise<void>;
}

export interface CriClientOptions {
  /** Called at each change of the connection. */
  readonly onState?: ((state: ConnectionState) => void) | undefined;
}

/** @param endpoint `unix:///path`, or the path of the socket alone. Connects in the background. */
export function createCriClient(endpoint: string, options: CriClientOptions = {}): CriClient {
  const connection = new GrpcConnection(endpoint, options.onState);
  const runtime = connection.service(RuntimeService, timeoutOf);
  return {
    ...runtime,
    ...connection.service(ImageService, timeoutOf),
    endpoint,
    get connection() {
      return connection.state;
    },
    async waitForReady(timeout) {
      const end = performance.now() + timeout;
      await connection.waitForReady(timeout);
      for (;;) {
        try {
          await runtime.status({}, { signal: AbortSignal.timeout(Math.max(1, Math.ceil(end - performance.now()))) });
          return;
        } catch (error) {
          if (!(error instanceof CriError)) throw error;
          if (error.code === CriCode.Unimplemented) return;
          // containerd listens before its CRI service has read what there is.
          if (!/not (yet )?initialized/.test(error.message)) throw error;
          if (performance.now() > end) throw new CriError(error.method, CriCode.Unavailable, error.details);
          await sleep(20);
        }
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

const minute = 60_000;
const ordinary = 2 * minute;

/** The deadlines that kubelet gives the calls: two minutes, plus what the call itself is asked to wait. */
function timeoutOf(method: string, request: object): number | undefined {
  switch (method) {
    case 'RunPodSandbox':
      return 2 * ordinary;
    case 'StopContainer': {
      const { timeout = 0n } = request as Partial<StopContainerRequest>;
      return ordinary + Number(timeout) * 1000;
    }
    case 'ExecSync': {
      const { timeout = 0n } = request as Partial<ExecSyncRequest>;
      return timeout > 0n ? ordinary + Number(timeout) * 1000 : undefined;
    }
    case 'CheckpointContainer': {
      const { timeout = 0n } = request as Partial<CheckpointContainerRequest>;
      return timeout > 0n ? Number(timeout) * 1000 : undefined;
    }
    case 'PullImage':
    case 'GetContainerEvents':
      return undefined;
    default:
      return ordinary;
  }
}
