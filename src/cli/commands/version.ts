/** `peapod version`: of this program and of the server. */
import { version } from '../../machinery/version.ts';
import { CommandError, UsageError } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { textAt, type JsonObject } from '../kube/json.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'version',
  summary: 'Print the client and server version information',
  usage: 'version [flags]',
  description: 'Print the client and server version information for the current context.',
  examples: `# Of this program and of the server
peapod version

# Of this program alone
peapod version --client`,
  flags: {
    client: boolFlag('If true, shows client version only (no server required).'),
    output: stringFlag("One of 'yaml' or 'json'.", { short: 'o' }),
  },
  async run({ flags, args, session }) {
    if (args.length > 0) throw new UsageError(`extra arguments: [${args.join(' ')}]`);
    if (!['', 'json', 'yaml'].includes(flags.output)) throw new CommandError(`--output must be 'yaml' or 'json'`);
    let server: JsonObject | undefined;
    let failure: unknown;
    if (!flags.client) {
      try {
        server = await (await session.connection()).json<JsonObject>({ path: '/version' });
      } catch (error) {
        failure = error;
      }
    }
    if (flags.output === '') {
      process.stdout.write(`Client Version: ${version.gitVersion}\n`);
      if (server) process.stdout.write(`Server Version: ${textAt(server, 'gitVersion')}\n`);
    } else {
      const told = { clientVersion: version, ...(server && { serverVersion: server }) };
      if (flags.output === 'json') process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
      else {
        const { printYaml } = await import('../../machinery/yaml/print.ts');
        process.stdout.write(printYaml(told));
      }
    }
    if (failure) throw failure;
  },
});
