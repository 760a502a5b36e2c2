/** Has the node pull an image, as a Pod that names it would. */
import { withDefaultTag } from '../../node/imageReference.ts';
import { commandOf, type Layout } from '../layout.ts';
import { runtimePaths } from '../../node/runtime/paths.ts';
import type { Progress } from '../progress.ts';
import { UserError } from '../userError.ts';
import { Downloads } from './downloads.ts';
import { connectRuntime } from './nodeImages.ts';

/** Milliseconds between looks at what has come: nobody tells of it. */
const look = 250;

/** @param credentials 'USER:PASSWORD'. Resolves with the image's ID. Throws UserError in the registry's words. */
export async function pullImage(
  layout: Layout,
  name: string,
  progress: Progress,
  credentials?: string,
): Promise<string> {
  const reference = referenceOf(name);
  progress.doing(`pulling ${name}`);
  await using runtime = await connectRuntime(layout);
  if (!runtime)
    throw new UserError(
      `the cluster in ${layout.data} is down: nothing can be pulled`,
      `start it: '${commandOf(layout)} up'`,
    );
  const [username = '', ...password] = credentials?.split(':') ?? [];
  const downloads = new Downloads(runtimePaths({ dataDir: layout.data, stateDir: layout.run }).root);
  let over = false;
  const looking = setInterval(() => {
    void downloads.look().then((now) => {
      if (now && !over)
        progress.doing(`pulling ${name}: ${megabytes(now.done)} of ${megabytes(now.total)} MB`, now.done / now.total);
    });
  }, look);
  try {
    const { imageRef } = await runtime.pullImage({
      image: { image: reference },
      ...(credentials !== undefined && { auth: { username, password: password.join(':') } }),
    });
    return imageRef;
  } catch (error) {
    const text = error instanceof Error && 'details' in error ? String(error.details) : String(error);
    throw new UserError(
      `${reference} cannot be pulled: ${text}`,
      /401|403|unauthorized|denied|authorization/i.test(text)
        ? 'give what the registry asks for: --creds USER:PASSWORD'
        : "check the name and the way to its registry, or bring it in as a file: 'peapod image import'",
    );
  } finally {
    over = true;
    clearInterval(looking);
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** With the default tag. Throws UserError for what is no name of an image. */
export function referenceOf(name: string): string {
  try {
    return withDefaultTag(name);
  } catch (error) {
    throw new UserError(
      error instanceof Error ? error.message : String(error),
      'name it as in a Pod: nginx, or host:5000/a/b:1',
    );
  }
}
