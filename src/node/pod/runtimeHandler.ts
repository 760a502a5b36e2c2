/** The name under which the runtime knows what a Pod's RuntimeClass stands for; '' is the runtime's default. */
import type { Client } from '../../client/client.ts';
import { runtimeClasses } from '../../machinery/resources.ts';
import type { NodePod } from './identity.ts';

/** Rejects when the class is not there: the sandbox cannot be made, and is tried again later. */
export async function runtimeHandlerOf(client: Client, { spec }: NodePod): Promise<string> {
  const name = spec?.runtimeClassName;
  if (!name) return '';
  try {
    return (await client.resource(runtimeClasses).get(name)).handler;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`failed to get sandbox runtime: ${text}`, { cause: error });
  }
}
