import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { DescMethod } from '@bufbuild/protobuf';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { CriCode, CriError, createCriClient } from './client.ts';
import type { ConnectionState } from './client.ts';
import { RuntimeService } from './generated/cri_pb.js';

test('a call answers with the decoded message', async () => {
  await using runtime = await fakeRuntime({
    version: (call: Unary, answer: Answer) => answer(null, { runtimeName: `fake ${String(call.request.version)}` }),
  });
  await using cri = createCriClient(`unix://${runtime.socket}`);
  const answer = await cri.version({ version: 'v1' });
  assert.equal(answer.runtimeName, 'fake v1');
  assert.equal(answer.runtimeVersion, '');
});

test("a refused call rejects with the runtime's code and sentence", async () => {
  await using runtime = await fakeRuntime({
    removeContainer: (_: Unary, answer: Answer) => answer({ code: CriCode.NotFound, details: 'no such thing' }),
  });
  await using cri = createCriClient(runtime.socket);
  await assert.rejects(cri.removeContainer({ containerId: 'x' }), (error) => {
    assert(error instanceof CriError);
    assert.equal(error.code, CriCode.NotFound);
    assert.equal(error.details, 'no such thing');
    assert.equal(error.message, 'rpc error: code = NotFound desc = no such thing');
    assert.equal(error.method, 'RemoveContainer');
    return true;
  });
});

test('a call that takes too long fails with DeadlineExceeded, a cancelled one with Canceled', async () => {
  await using runtime = await fakeRuntime({ version: () => {} });
  await using cri = createCriClient(runtime.socket);
  await assert.rejects(cri.version({}, { timeout: 20 }), { code: CriCode.DeadlineExceeded });
  const abort = new AbortController();
  const call = cri.version({}, { signal: abort.signal });
  abort.abort();
  await assert.rejects(call, { code: CriCode.Canceled });
  await assert.rejects(cri.version({}, { signal: abort.signal }), { code: CriCode.Canceled });
});

test('a stream yields its messages and ends with the error of the runtime', async () => {
  await using runtime = await fakeRuntime({
    getContainerEvents: (call: Streaming) => {
      call.write({ containerId: 'a' });
      call.write({ containerId: 'b' });
      call.emit('error', Object.assign(new Error(), { code: CriCode.Unavailable, details: 'going down' }));
    },
  });
  await using cri = createCriClient(runtime.socket);
  const seen: string[] = [];
  await assert.rejects(
    async () => {
      for await (const event of cri.getContainerEvents({})) seen.push(event.containerId);
    },
    { code: CriCode.Unavailable },
  );
  assert.deepEqual(seen, ['a', 'b']);
});

test('the connection comes back after the runtime restarts, and calls fail at once while it is away', async () => {
  const states: ConnectionState[] = [];
  let changed = () => {};
  const until = async (state: ConnectionState) => {
    while (states.at(-1) !== state) await new Promise<void>((resolve) => (changed = resolve));
  };
  const version = (_: Unary, answer: Answer) => answer(null, { runtimeName: 'fake' });
  const first = await fakeRuntime({ version });
  await using cri = createCriClient(first.socket, {
    onState(state) {
      states.push(state);
      changed();
    },
  });
  await cri.waitForReady(1000);
  await first[Symbol.asyncDispose]();
  await until('down');
  await assert.rejects(cri.version({}), { code: CriCode.Unavailable });
  await using second = await fakeRuntime({ version }, first.socket);
  await until('ready');
  assert.equal((await cri.version({})).runtimeName, 'fake');
  assert.equal(second.socket, first.socket);
});

test('an endpoint that is no unix socket is refused', () => {
  assert.throws(() => createCriClient('tcp://127.0.0.1:1'), /must be unix:\/\/\/path or a path/);
});

interface Unary {
  readonly request: Record<string, unknown>;
}
interface Streaming {
  write(message: object): void;
  emit(event: 'error', error: Error): void;
}
type Answer = (error: object | null, message?: object) => void;

async function fakeRuntime(handlers: Record<string, unknown>, at?: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'peapod-cri-'));
  const socket = at ?? path.join(folder, 'runtime.sock');
  mkdirSync(path.dirname(socket), { recursive: true });
  const server = new Server();
  const methods = RuntimeService.methods.filter((method) => method.localName in handlers);
  server.addService(
    Object.fromEntries(methods.map((method) => [method.localName, definition(method)])),
    handlers as UntypedServiceImplementation,
  );
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  return {
    socket,
    [Symbol.asyncDispose]: async () => {
      server.forceShutdown();
      rmSync(folder, { recursive: true, force: true });
      rmSync(path.dirname(socket), { recursive: true, force: true });
    },
  };
}

function definition(method: DescMethod) {
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: false,
    responseStream: method.methodKind === 'server_streaming',
    requestSerialize: (message: object) =>
      Buffer.from(toBinary(method.input, create(method.input, message as Record<string, unknown>))),
    requestDeserialize: (bytes: Buffer) => fromBinary(method.input, bytes),
    responseSerialize: (message: object) =>
      Buffer.from(toBinary(method.output, create(method.output, message as Record<string, unknown>))),
    responseDeserialize: (bytes: Buffer) => fromBinary(method.output, bytes),
  };
}
