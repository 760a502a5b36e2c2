/** The node's runtime, for commands about images: there while the cluster is up. */
import { createCriClient, type CriClient } from '../../node/runtime/cri/client.ts';
import { runtimePaths } from '../../node/runtime/paths.ts';
import { canConnect } from '../../node/runtime/sockets.ts';
import type { Layout } from '../layout.ts';

/** Undefined while no runtime answers. The caller disposes it. */
export async function connectRuntime({ data, run }: Layout): Promise<CriClient | undefined> {
  const { socket } = runtimePaths({ dataDir: data, stateDir: run });
  return (await canConnect(socket)) ? createCriClient(socket) : undefined;
}
