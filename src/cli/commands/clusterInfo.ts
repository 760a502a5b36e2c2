/** `peapod cluster-info`: where the control plane and the cluster's own services answer. */
import type { Service } from '../../api/core/v1.ts';
import { services } from '../../machinery/resources.ts';
import { UsageError } from '../kube/errors.ts';
import { pathOf } from '../kube/mapper.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'cluster-info',
  summary: 'Display cluster information',
  usage: 'cluster-info [flags]',
  description:
    'Display addresses of the control plane and services with label kubernetes.io/cluster-service=true. `cluster-info dump` is not part of Peapod.',
  examples: `# Where the control plane and the cluster's services answer
peapod cluster-info`,
  flags: {},
  async run({ args, session, commandPath }) {
    if (args.length > 0) throw new UsageError(`unknown command "${args.join(' ')}"`);
    const connection = await session.connection();
    const { server } = connection.settings.connection;
    const { items } = await connection.json<{ items: Service[] }>({
      path: pathOf(services, 'kube-system'),
      query: { labelSelector: 'kubernetes.io/cluster-service=true' },
    });
    line('Kubernetes control plane', server);
    for (const { metadata, status, spec } of items) {
      const [ingress] = status?.loadBalancer?.ingress ?? [];
      const [port] = spec?.ports ?? [];
      const name = metadata?.name ?? '';
      const scheme = port && (port.name === 'https' || port.port === 443) ? 'https:' : '';
      const proxied = port ? `${scheme}${name}${port.name || scheme ? `:${port.name ?? ''}` : ''}` : name;
      const link = ingress
        ? (spec?.ports ?? []).map((p) => `http://${ingress.ip || (ingress.hostname ?? '')}:${p.port} `).join('')
        : `${server}/api/v1/namespaces/${metadata?.namespace ?? ''}/services/${proxied}/proxy`;
      line(metadata?.labels?.['kubernetes.io/name'] || name, link);
    }
    process.stdout.write(`\nTo further debug and diagnose cluster problems, use '${commandPath} dump'.\n`);
  },
});

const line = (name: string, link: string): void => {
  const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
  process.stdout.write(
    coloured
      ? `\u001B[0;32m${name}\u001B[0m is running at \u001B[0;33m${link}\u001B[0m\n`
      : `${name} is running at ${link}\n`,
  );
};
