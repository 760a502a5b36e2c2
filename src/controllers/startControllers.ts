/** Runs several controllers together, each with events under its own name. */
import type { Client } from '../client/client.ts';
import { createEventRecorder } from '../client/eventRecorderImpl.ts';
import type { InformerFactory } from '../client/informer.ts';
import type { Logger } from '../machinery/log.ts';
import type { Controller } from './controller.ts';

export interface StartControllersOptions {
  /** Writes everything, unless `clientFor` is there. */
  readonly client: Client;
  readonly informers: InformerFactory;
  readonly log: Logger;
  /** A client that acts as a ServiceAccount of kube-system, so that each controller has its own rights and no more. */
  readonly clientFor?: (serviceAccount: string) => Client;
}

/** Resolves once all of them work; disposing stops them and waits. Rejects, with none left running, when one cannot start. */
export async function startControllers(
  controllers: readonly Controller[],
  options: StartControllersOptions,
): Promise<AsyncDisposable> {
  const { informers, clientFor } = options;
  const started = await Promise.allSettled(
    controllers.map(async (controller) => {
      await using stack = new AsyncDisposableStack();
      const client = clientFor?.(controller.serviceAccount) ?? options.client;
      const log = options.log.child({ controller: controller.name });
      const recorder = stack.use(
        createEventRecorder(client, controller.eventSource ?? controller.name, undefined, log),
      );
      stack.use(await controller.start({ client, informers, recorder, log }));
      return stack.move();
    }),
  );
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const all: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((controller) => controller[Symbol.asyncDispose]()));
    },
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (!failed) return all;
  await all[Symbol.asyncDispose]();
  throw failed.reason;
}
