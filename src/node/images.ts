/** Images of containers: looked up, pulled by policy with the Pod's credentials, with back-off after a failure. */
import type { Container, Secret } from '../api/core/v1.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import { withDefaultTag } from './imageReference.ts';
import { BackOff, goDuration } from './pod/backOff.ts';
import type { ContainerKind, NodePod } from './pod/identity.ts';
import type { ImageUser } from './pod/security.ts';
import { StartError } from './pod/startError.ts';
import { tellPod } from './podEvent.ts';
import { credentialsFor } from './pullSecrets.ts';
import type { CriClient } from './runtime/cri/client.ts';
import type { Image } from './runtime/cri/generated/cri_pb.js';

export interface ReadyImage {
  /** What CreateContainer takes: the image's ID. */
  readonly reference: string;
  readonly user: ImageUser;
}

export interface ImageRequest {
  readonly pod: NodePod;
  readonly kind: ContainerKind;
  readonly container: Container;
  readonly pullSecrets: readonly Secret[];
}

export class Images {
  readonly #cri: CriClient;
  readonly #recorder: EventRecorder;
  readonly #backOff = new BackOff({ initial: 10_000, maximum: 300_000 });
  /** Text of the last failed pull, by back-off key. */
  readonly #lastError = new Map<string, string>();

  constructor(cri: CriClient, recorder: EventRecorder) {
    this.#cri = cri;
    this.#recorder = recorder;
  }

  /** Rejects with StartError: InvalidImageName, ErrImageNeverPull, ErrImagePull, ImagePullBackOff or ImageInspectError. */
  async ensure({ pod, kind, container, pullSecrets }: ImageRequest): Promise<ReadyImage> {
    const written = container.image ?? '';
    const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
      tellPod(this.#recorder, pod, type, reason, message, { kind, name: container.name });

    const name = this.#normalised(written, tell);
    const present = await this.#status(name).catch((error: unknown) => {
      const message = `Failed to inspect image "${written}": ${textOf(error)}`;
      tell('Warning', 'InspectFailed', message);
      throw new StartError('ImageInspectError', message);
    });
    const policy = container.imagePullPolicy ?? 'IfNotPresent';
    if (present !== undefined && policy !== 'Always') {
      tell('Normal', 'Pulled', `Container image "${written}" already present on machine`);
      return ready(present);
    }
    if (policy === 'Never') {
      const message = `Container image "${written}" is not present with pull policy of Never`;
      tell('Warning', 'ErrImageNeverPull', message);
      throw new StartError('ErrImageNeverPull', message);
    }

    const key = `${pod.metadata.uid}_${written}`;
    const wait = this.#backOff.remainingSinceRaise(key);
    if (wait > 0) {
      const message = `Back-off pulling image "${written}"`;
      tell('Normal', 'BackOff', message);
      const before = this.#lastError.get(key);
      throw new StartError('ImagePullBackOff', before === undefined ? message : `${message}: ${before}`, {
        retryAfter: wait,
      });
    }
    tell('Normal', 'Pulling', `Pulling image "${written}"`);
    const begun = performance.now();
    try {
      await this.#pull(name, written, pod, pullSecrets);
    } catch (error) {
      tell('Warning', 'Failed', `Failed to pull image "${written}": ${textOf(error)}`);
      this.#backOff.raise(key, Date.now());
      this.#lastError.set(key, `ErrImagePull: ${textOf(error)}`);
      // The next attempt says that it is backing off, as soon as people have had time to see this one.
      throw new StartError('ErrImagePull', textOf(error), { retryAfter: 2_000 });
    }
    const pulled = await this.#status(name);
    if (pulled === undefined)
      throw new StartError('ErrImagePull', `image "${written}" was pulled but is not there`, { retryAfter: 2_000 });
    const took = goDuration(Math.round(performance.now() - begun));
    tell(
      'Normal',
      'Pulled',
      `Successfully pulled image "${written}" in ${took} (${took} including waiting). Image size: ${pulled.size} bytes.`,
    );
    this.#lastError.delete(key);
    return ready(pulled);
  }

  forget(podUid: string): void {
    this.#backOff.forget(`${podUid}_`);
    for (const key of this.#lastError.keys()) if (key.startsWith(`${podUid}_`)) this.#lastError.delete(key);
  }

  #normalised(written: string, tell: (type: 'Warning', reason: string, message: string) => void): string {
    try {
      return withDefaultTag(written);
    } catch (error) {
      const message = `Failed to apply default image tag "${written}": ${textOf(error)}`;
      tell('Warning', 'InspectFailed', message);
      throw new StartError('InvalidImageName', message);
    }
  }

  async #status(image: string): Promise<Image | undefined> {
    return (await this.#cri.imageStatus({ image: { image } })).image;
  }

  async #pull(image: string, written: string, pod: NodePod, secrets: readonly Secret[]): Promise<void> {
    const spec = { image, userSpecifiedImage: written, annotations: { ...pod.metadata.annotations } };
    const candidates = credentialsFor(written, secrets);
    if (candidates.length === 0) {
      await this.#cri.pullImage({ image: spec });
      return;
    }
    const failures: unknown[] = [];
    for (const { username, password, identityToken = '' } of candidates) {
      try {
        // No server address: containerd compares it with the registry's host, which a key such as docker.io is not.
        await this.#cri.pullImage({ image: spec, auth: { username, password, identityToken } });
        return;
      } catch (error) {
        failures.push(error);
      }
    }
    throw failures.at(-1);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function ready(image: Image): ReadyImage {
  return {
    reference: image.id,
    user: { ...(image.uid && { uid: Number(image.uid.value) }), ...(image.username && { username: image.username }) },
  };
}
