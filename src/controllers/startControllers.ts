/** Runs several controllers together, each with events under its own name. */
import type { Client } from '../client/client.ts';
import { createEventRecorder } from '../client/eventRecorderImpl.ts';
import type { InformerFactory } from '../client/informer.ts';
import type { Logger } from '../machinery/log.ts';
import type { Controller } from './controller.ts';

/** Resolves once all of them work; disposing stops them and waits. Rejects, with none left running, when one cannot start. */
export async function startControllers(
  controllers: readonly Controller[], context: { readonly client: Client; readonly informers: InformerFactory; readonly log: Logger },
): Promise<AsyncDisposable> {
  const { client, informers } = context;
  const started = await Promise.allSettled(controllers.map(async ({ name, eventSource, start }) => {
    await using stack = new AsyncDisposableStack();
    const log = context.log.child({ controller: name });
    const recorder = stack.use(createEventRecorder(client, eventSource ?? name, undefined, log));
    stack.use(await start({ client, informers, recorder, log }));
    return stack.move();
  }));
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
