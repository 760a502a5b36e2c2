/** Names outside of the cluster are asked of the machine's own name servers: whether one of them answers. */
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { dnsServiceOffset } from '../../../network/dns/dnsService.ts';
import { serviceAddress } from '../../serviceAddress.ts';
import { about, type Check } from '../check.ts';

const { good, bad, suspect } = about('name servers');

export const nameServers: Check = {
  what: 'name servers',
  async run({ config }) {
    const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '');
    const servers = [...text.matchAll(/^nameserver\s+(\S+)/gm)].map((match) => match[1] ?? '');
    if (servers.length === 0)
      return [suspect('/etc/resolv.conf names none: Pods resolve names of the cluster only', 'add a nameserver line')];
    if (config && servers.includes(serviceAddress(config.serviceCIDR, dnsServiceOffset)))
      return [
        bad('/etc/resolv.conf names the cluster itself: questions go round in a circle', 'name another server there'),
      ];
    const answers = await Promise.all(servers.map(doesAnswer));
    const silent = servers.filter((_, i) => answers[i] === false);
    if (silent.length === servers.length)
      return [
        suspect(
          `${silent.join(', ')} ${silent.length === 1 ? 'does' : 'do'} not answer: Pods resolve names of the cluster only`,
          'check the network of the machine, or the servers in /etc/resolv.conf',
        ),
      ];
    return [
      good(
        `${servers.filter((_, i) => answers[i]).join(', ')} answer${servers.length - silent.length === 1 ? 's' : ''}`,
      ),
    ];
  },
};

/** Any answer counts, also that there is no such name. */
async function doesAnswer(server: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  try {
    resolver.setServers([server]);
    await resolver.resolve4('localhost');
    return true;
  } catch (error) {
    return !['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'].includes((error as NodeJS.ErrnoException).code ?? 'ETIMEOUT');
  }
}
