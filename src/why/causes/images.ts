/** The image does not come: what the registry answered, or why nobody asked it. */
import { finding, type Finding } from '../explanation.ts';
import { latest } from '../investigation.ts';
import type { ContainerView, PodCause, PodView } from '../podView.ts';
import { clause, inNamespace, shortened, title } from '../words.ts';

interface Meaning {
  readonly cause: string;
  /** Behind `cannot pull image X: `. */
  readonly says: string;
  readonly advice: readonly string[];
  readonly commands?: readonly string[];
}

export const images: PodCause = (view) => view.containers.flatMap((container) => imageOf(view, container));

function imageOf(view: PodView, container: ContainerView): Finding[] {
  const { reason = '', message = '' } = container.status?.state?.waiting ?? {};
  const image = container.spec.image ?? '';
  const meaning = meanings[reason]?.(view, message, image);
  if (!meaning) return [];
  return [
    finding({
      about: view.about,
      summary: `${title(view.about)}: the image ${image} of ${container.title} ${meaning.says}.`,
      evidence: message === '' ? [] : [`${reason}: ${shortened(message, 600)}`],
      ...meaning,
    }),
  ];
}

type Reads = (view: PodView, message: string, image: string) => Meaning;

const meanings: Readonly<Record<string, Reads>> = {
  InvalidImageName: () => ({
    cause: 'bad-image-name',
    says: 'has a name that is none',
    advice: ['Write it as [registry[:port]/]repository[:tag], all in small letters.'],
  }),
  ErrImageNeverPull: (_view, _message, image) => ({
    cause: 'image-never-pull',
    says: 'is not on the node, and imagePullPolicy Never forbids to pull it',
    advice: ['Bring the image to the node, or set imagePullPolicy to IfNotPresent.'],
    commands: [`docker save ${image} | peapod image import -`, 'peapod image ls'],
  }),
  ImageInspectError: (_view, message) => ({
    cause: 'image-inspection',
    says: `cannot be looked up in the runtime: ${clause(message)}`,
    advice: ["See whether the node's container runtime is well."],
    commands: ['peapod doctor'],
  }),
  ErrImagePull: pulling,
  ImagePullBackOff: pulling,
};

function pulling(view: PodView, message: string, image: string): Meaning {
  const said = message || (latest(view.events, 'Failed', /^Failed to pull image/)?.message ?? '');
  const registry = registryOf(image);
  // Docker Hub answers so for a repository that is not there as well as for one that is private.
  if (/pull access denied|insufficient_scope/.test(said))
    return { ...unauthorized(view, registry), says: 'does not exist, or may not be pulled without credentials' };
  if (/\b(401|403)\b|unauthorized|authentication required|no basic auth/i.test(said))
    return unauthorized(view, registry);
  if (/x509:|certificate|HTTP response to HTTPS client|tls:/i.test(said))
    return {
      cause: 'registry-certificate',
      says: `cannot be pulled: ${registry} shows no certificate that the node trusts`,
      advice: [
        `Name its authority (ca = "…") in registries/${registry}/hosts.toml of the cluster's data folder, which is read at each pull; or serve it with a trusted certificate.`,
      ],
    };
  if (/no match for platform|no matching manifest/i.test(said))
    return {
      cause: 'image-platform',
      says: "is not made for the node's processor",
      advice: ['Build the image for that platform, or choose a tag that has it.'],
      commands: ['kubectl get nodes -L kubernetes.io/arch'],
    };
  if (/no space left on device/i.test(said))
    return {
      cause: 'disk-full',
      says: "does not fit on the node's disk",
      advice: ['Make room on the node.'],
      commands: ['df -h', 'peapod doctor'],
    };
  if (/not found|manifest unknown|NAME_UNKNOWN|name unknown|\b404\b/i.test(said))
    return {
      cause: 'image-not-found',
      says: `does not exist: ${registry} has no such repository or tag`,
      advice: ['Correct the name or the tag, or push the image; one that lies on this machine can be imported.'],
      commands: [`docker save ${image} | peapod image import -`],
    };
  if (/no such host|server misbehaving|Temporary failure in name resolution/i.test(said))
    return {
      cause: 'registry-unreachable',
      says: `cannot be pulled: the node cannot find the address of ${hostIn(said) ?? registry}`,
      advice: ["Correct the registry's name, or see whether the node resolves names."],
      commands: [`getent hosts ${hostIn(said) ?? registry.split(':')[0] ?? ''}`, 'peapod doctor'],
    };
  if (/unexpected EOF|failed size validation/i.test(said))
    return {
      cause: 'image-pull-failed',
      says: `cannot be pulled: ${registry} broke off before all of it had come`,
      advice: [
        'It is tried again and again. When it always breaks off, see what lies between the node and the registry.',
      ],
    };
  if (/connection refused|i\/o timeout|unreachable|failed to do request|dial tcp|deadline exceeded|EOF/i.test(said))
    return {
      cause: 'registry-unreachable',
      says: `cannot be pulled: the node cannot reach ${registry}`,
      advice: ['See whether the registry runs, and whether the node gets there (proxy, firewall).'],
      commands: [`curl -v https://${registry}/v2/`],
    };
  const answer = clause(
    said.replace(
      /^.*failed to (?:resolve reference|copy|extract layer|pull and unpack image)[^:]*(?::\d+[^:]*)*(?:: |$)/s,
      '',
    ),
  );
  return {
    cause: 'image-pull-failed',
    says: `cannot be pulled${answer && `: ${shortened(answer, 200)}`}`,
    advice: [`See whether ${registry} is well; it is asked again and again.`],
  };
}

function unauthorized({ pod, about, events }: PodView, registry: string): Meaning {
  const secrets = (pod.spec?.imagePullSecrets ?? []).flatMap((s) => s.name ?? []);
  const missing = latest(events, 'FailedToRetrieveImagePullSecret')?.message;
  const advice =
    secrets.length === 0
      ? `Make a pull secret for ${registry}, and name it in imagePullSecrets of the Pod or its ServiceAccount.`
      : missing !== undefined
        ? `${clause(missing)}.`
        : `Its pull secret ${secrets.join(', ')} does not open ${registry}: see whether registry, name and password are right.`;
  const name = secrets[0] ?? 'pull';
  const make = `kubectl create secret docker-registry ${name} --docker-server=${registry} --docker-username=<user> --docker-password=<password>${inNamespace(about)}`;
  const serviceAccount = pod.spec?.serviceAccountName ?? 'default';
  const join = `kubectl patch serviceaccount ${serviceAccount}${inNamespace(about)} -p '{"imagePullSecrets":[{"name":"${name}"}]}'`;
  return {
    cause: 'image-unauthorized',
    says: `is refused: ${registry} wants credentials${secrets.length > 0 ? ' other than those it got' : ''}`,
    advice: [advice],
    commands: secrets.length === 0 ? [make, join] : [make],
  };
}

/** The host that an image comes from. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

/** Whose address was looked for: docker.io is answered for by another host. */
const hostIn = (message: string): string | undefined => /\blookup ([^\s:]+)/.exec(message)?.[1];
