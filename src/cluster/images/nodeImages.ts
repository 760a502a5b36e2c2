/** The node's runtime, for commands about images: there while the cluster is up. */
import { createCriClient, type CriClient } from '../../node/runtime/cri/client.ts';
import { runtimePaths } from '../../node/runtime/paths.ts';
import { canConnect } from '../../node/runtime/sockets.ts';
import { readConfig } from '../config.ts';
import { readNodeConfig } from '../nodeConfig.ts';
import type { Layout } from '../layout.ts';

/** Undefined while no runtime answers. The caller disposes it. */
export async function connectRuntime(layout: Layout): Promise<CriClient | undefined> {
  const config = readConfig(layout) ?? readNodeConfig(layout);
  const own = runtimePaths({ dataDir: layout.data, stateDir: layout.run }).socket;
  const socket = config?.containerRuntimeEndpoint?.replace(/^unix:\/\//, '') ?? own;
  return (await canConnect(socket)) ? createCriClient(socket) : undefined;
}
