import { ApiError } from '../../../machinery/apiError.ts';
import { parseDuration } from '../../../machinery/duration.ts';
import { serviceAccounts } from '../../../machinery/resources.ts';
import { nameArgument } from '../../change/createOne.ts';
import { CommandError } from '../../kube/errors.ts';
import { arrayFlag, durationFlag, stringFlag } from '../../kube/flags.ts';
import { textAt, type JsonObject } from '../../kube/json.ts';
import { pathOf } from '../../kube/mapper.ts';
import { printerFor } from '../../kube/printers.ts';
import { outputFlags } from '../../kube/selectionFlags.ts';
import { defineVerb } from '../../kube/verb.ts';

const boundKinds: Readonly<Record<string, string>> = { Node: 'v1', Pod: 'v1', Secret: 'v1' };

export default defineVerb({
  name: 'token',
  summary: 'Request a service account token',
  usage: 'token SERVICE_ACCOUNT_NAME',
  description: 'Request a service account token.',
  examples: `# For the API server
peapod create token robot

# For ten minutes, and for another audience
peapod create token robot --duration 10m --audience https://example.com

# Valid as long as a Pod is there
peapod create token robot --bound-object-kind Pod --bound-object-name web-0`,
  flags: {
    ...outputFlags,
    audience: arrayFlag(
      'Audience of the requested token. If unset, defaults to requesting a token for use with the Kubernetes API server. May be repeated to request a token valid for multiple audiences.',
    ),
    duration: durationFlag(
      'Requested lifetime of the issued token. If not set or if set to 0, the lifetime will be determined by the server automatically. The server may return a token with a longer or shorter lifetime.',
      '0s',
    ),
    'bound-object-kind': stringFlag('Kind of an object to bind the token to. Supported kinds are Node, Pod, Secret.'),
    'bound-object-name': stringFlag(
      'Name of an object to bind the token to. The token will expire when the object is deleted. Requires --bound-object-kind.',
    ),
    'bound-object-uid': stringFlag(
      'UID of an object to bind the token to. Requires --bound-object-kind and --bound-object-name. If unset, the UID of the existing object is used.',
    ),
  },
  async run(context) {
    const { flags, session } = context;
    const name = nameArgument(context);
    const request = tokenRequest(flags);
    const connection = await session.connection();
    const response = await connection
      .json<JsonObject>({
        method: 'POST',
        path: pathOf(serviceAccounts, await session.namespace(), name, 'token'),
        body: request,
      })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        throw new CommandError(`failed to create token: ${error.message}`);
      });
    const token = textAt(response, 'status', 'token');
    if (token === '') throw new CommandError('failed to create token: no token in server response');
    if (flags.output === '' && flags.template === '') {
      process.stdout.write(process.stdout.isTTY ? `${token}\n` : token);
      return;
    }
    const printer = await printerFor({
      output: flags.output,
      template: flags.template,
      showManagedFields: flags['show-managed-fields'],
    });
    process.stdout.write(printer.print(response));
  },
});

interface TokenValues {
  readonly audience: readonly string[];
  readonly duration: string;
  readonly 'bound-object-kind': string;
  readonly 'bound-object-name': string;
  readonly 'bound-object-uid': string;
}

function tokenRequest(flags: TokenValues): object {
  const { audience: audiences, 'bound-object-kind': kind, 'bound-object-name': name, 'bound-object-uid': uid } = flags;
  const milliseconds = parseDuration(flags.duration) ?? 0;
  if (milliseconds < 0) throw new CommandError('--duration must be greater than or equal to 0');
  if (milliseconds % 1000 !== 0) throw new CommandError('--duration cannot be expressed in units less than seconds');
  if (audiences.includes('')) throw new CommandError('--audience must not be an empty string');
  if (kind === '') {
    if (name !== '') throw new CommandError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid !== '') throw new CommandError('--bound-object-uid can only be set if --bound-object-kind is provided');
  } else {
    if (!Object.hasOwn(boundKinds, kind))
      throw new CommandError(`supported --bound-object-kind values are ${Object.keys(boundKinds).join(', ')}`);
    if (name === '') throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
  }
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      audiences,
      ...(milliseconds > 0 && { expirationSeconds: milliseconds / 1000 }),
      ...(kind && { boundObjectRef: { kind, apiVersion: boundKinds[kind], name, ...(uid && { uid }) } }),
    },
  };
}
