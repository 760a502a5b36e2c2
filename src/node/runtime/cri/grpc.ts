/**
 * A thin generic client for gRPC services on a unix socket: one method a remote procedure, typed by the service's
 * descriptor. Guarantees:
 * - a call on a connection that is down fails at once with Unavailable, it does not queue;
 * - the connection is re-established by itself, at first after 50 ms, later at most every second;
 * - disposing ends every call under way with Canceled.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { DescMessage, DescMethod, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { Client, Metadata, connectivityState, credentials } from '@grpc/grpc-js';
import type { CallOptions as GrpcCallOptions, ServiceError } from '@grpc/grpc-js';
import { CriCode, CriError } from './criError.ts';

export interface CallOptions {
  /** Milliseconds until the call fails with DeadlineExceeded. Absent: the method's default; Infinity: none. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Down: the last attempt to connect failed, or the connection was lost. */
export type ConnectionState = 'connecting' | 'ready' | 'down';

/** The promise and async-iterable methods of a service. */
export type ServiceClient<Service extends DescService> = {
  readonly [Name in keyof Service['method']]: MethodClient<Service['method'][Name]>;
};

type MethodClient<Method extends DescMethod> = Method['methodKind'] extends 'unary'
  ? (request: MessageInitShape<Method['input']>, options?: CallOptions) => Promise<MessageShape<Method['output']>>
  : (
      request: MessageInitShape<Method['input']>,
      options?: CallOptions,
    ) => AsyncIterable<MessageShape<Method['output']>>;

/** Milliseconds a call of this method may take when the caller does not say; undefined: as long as it takes. */
export type DefaultTimeout = (method: string, request: object) => number | undefined;

export class GrpcConnection implements AsyncDisposable {
  readonly #client: Client;
  readonly #onState: ((state: ConnectionState) => void) | undefined;
  #state: ConnectionState = 'connecting';
  #closed = false;

  /** @param endpoint `unix:///path`, or the path of the socket alone. */
  constructor(endpoint: string, onState?: (state: ConnectionState) => void) {
    this.#onState = onState;
    this.#client = new Client(socketTarget(endpoint), credentials.createInsecure(), {
      // The default authority of a unix target is its path, which servers refuse as a host name.
      'grpc.default_authority': 'localhost',
      'grpc.enable_http_proxy': 0,
      'grpc.service_config_disable_resolution': 1,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 1000,
      'grpc.client_idle_timeout_ms': 2 ** 31 - 1,
      'grpc.max_receive_message_length': 16 * 1024 * 1024,
      'grpc.max_send_message_length': -1,
    });
    this.#watchState();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Resolves once connected; rejects with Unavailable when that takes longer than `timeout` milliseconds. */
  waitForReady(timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.waitForReady(Date.now() + timeout, (error) => {
        if (error) reject(new CriError('connect', CriCode.Unavailable, error.message));
        else resolve();
      });
    });
  }

  service<Service extends DescService>(service: Service, defaultTimeout: DefaultTimeout): ServiceClient<Service> {
    const methods: Record<string, unknown> = {};
    for (const method of service.methods) {
      methods[method.localName] =
        method.methodKind === 'unary'
          ? (request: object, options?: CallOptions) => this.#unary(method, defaultTimeout, request, options)
          : (request: object, options?: CallOptions) => this.#stream(method, defaultTimeout, request, options);
    }
    // The one seam: what the loop builds from the descriptor's values is what the mapped type says of its types.
    return methods as ServiceClient<Service>;
  }

  #unary(method: DescMethod, defaultTimeout: DefaultTimeout, request: object, options: CallOptions = {}) {
    const { signal } = options;
    return new Promise<MessageShape<DescMessage>>((resolve, reject) => {
      if (this.#refuse(method, signal, reject)) return;
      const call = this.#client.makeUnaryRequest(
        path(method),
        (input: object) => encode(method.input, input),
        (bytes) => decode(method.output, bytes),
        request,
        new Metadata(),
        callOptions(options.timeout ?? defaultTimeout(method.name, request)),
        (error, answer) => {
          signal?.removeEventListener('abort', cancel);
          if (error) reject(toCriError(method, error));
          else if (answer === undefined) reject(new CriError(method.name, CriCode.Internal, 'the answer is empty'));
          else resolve(answer);
        },
      );
      const cancel = () => call.cancel();
      signal?.addEventListener('abort', cancel);
    });
  }

  async *#stream(method: DescMethod, defaultTimeout: DefaultTimeout, request: object, options: CallOptions = {}) {
    const { signal } = options;
    this.#refuse(method, signal, (error) => {
      throw error;
    });
    const call = this.#client.makeServerStreamRequest(
      path(method),
      (input: object) => encode(method.input, input),
      (bytes) => decode(method.output, bytes),
      request,
      new Metadata(),
      callOptions(options.timeout ?? defaultTimeout(method.name, request)),
    );
    const cancel = () => call.cancel();
    signal?.addEventListener('abort', cancel);
    try {
      for await (const message of call) yield message as MessageShape<DescMessage>;
    } catch (error) {
      throw isServiceError(error) ? toCriError(method, error) : error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      call.cancel();
    }
  }

  #refuse(method: DescMethod, signal: AbortSignal | undefined, reject: (error: CriError) => void): boolean {
    if (this.#closed) reject(new CriError(method.name, CriCode.Canceled, 'the client is closed'));
    else if (signal?.aborted === true) reject(new CriError(method.name, CriCode.Canceled, 'the call was cancelled'));
    else return false;
    return true;
  }

  #watchState(): void {
    const channel = this.#client.getChannel();
    const state = channel.getConnectivityState(true);
    this.#setState(
      state === connectivityState.READY
        ? 'ready'
        : state === connectivityState.TRANSIENT_FAILURE
          ? 'down'
          : this.#state === 'connecting'
            ? 'connecting'
            : 'down',
    );
    channel.watchConnectivityState(state, Infinity, () => {
      if (!this.#closed) this.#watchState();
    });
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState?.(state);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#client.close();
    return Promise.resolve();
  }
}

/** `unix:///path` and `/path` as gRPC targets. */
function socketTarget(endpoint: string): string {
  const socket = endpoint.replace(/^unix:(\/\/)?(?=\/)/, '');
  if (!socket.startsWith('/')) {
    throw new Error(`container runtime endpoint ${JSON.stringify(endpoint)}: must be unix:///path or a path`);
  }
  return `unix:${socket}`;
}

function path(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`;
}

function callOptions(timeout: number | undefined): GrpcCallOptions {
  return timeout === undefined || timeout === Infinity ? {} : { deadline: Date.now() + timeout };
}

function encode(schema: DescMessage, request: object): Buffer {
  const bytes = toBinary(schema, create(schema, request as MessageInitShape<DescMessage>));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decode(schema: DescMessage, bytes: Uint8Array): MessageShape<DescMessage> {
  return fromBinary(schema, bytes, { readUnknownFields: false });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;
}

function toCriError(method: DescMethod, error: ServiceError): CriError {
  return new CriError(method.name, error.code, error.details);
}
