/** Certificates renew themselves when a process starts with less than 30 days left; the authority cannot. */
import { X509Certificate } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf } from '../../layout.ts';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad, suspect, unknown } = about('certificates');

const day = 24 * 60 * 60 * 1000;
const soon = 14 * day;

export const certificates: Check = {
  what: 'certificates',
  async run({ layout, config, now, isRoot }) {
    if (!config) return isRoot ? [] : [unknown('only root can look at this: run it again with sudo')];
    const names = (await readdir(layout.certificates)).filter((name) => name.endsWith('.crt'));
    const restart = `restart it, which renews them: '${commandOf(layout)} down' and '${commandOf(layout)} up'`;
    const findings: Finding[] = [];
    let first = Infinity;
    for (const name of names) {
      const certificate = new X509Certificate(await readFile(join(layout.certificates, name)));
      const from = Date.parse(certificate.validFrom);
      const until = Date.parse(certificate.validTo);
      first = Math.min(first, until);
      const mend = name === 'ca.crt' ? `make the cluster anew: '${commandOf(layout)} down --purge'` : restart;
      if (from > now)
        findings.push(bad(`${name} is valid from ${certificate.validFrom} only: the clock is wrong`, 'set the clock'));
      else if (until <= now) findings.push(bad(`${name} ran out on ${certificate.validTo}`, mend));
      else if (until - now < soon) findings.push(suspect(`${name} runs out on ${certificate.validTo}`, mend));
    }
    if (findings.length > 0) return findings;
    return [good(`${names.length}, the first runs out in ${Math.floor((first - now) / day)} days`)];
  },
};
