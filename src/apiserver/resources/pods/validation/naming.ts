/** Rules of how a Pod is called and what names it resolves: hostname, host aliases, DNS. */
import type { HostAlias, PodSpec } from '../../../../api/core/v1.ts';
import { complaintsAbout, invalidValue, Literal, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { goStrings } from '../../../../machinery/goText.ts';
import { validateIp } from '../../../../machinery/ip.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../machinery/names.ts';

const nameserversAtMost = 3;
const searchesAtMost = 32;
const searchCharactersAtMost = 2048;

export function validateNaming(spec: PodSpec, at: FieldPath): FieldError[] {
  return [
    ...(spec.hostname ? complaintsAbout(at.child('hostname'), spec.hostname, isDNS1123Label(spec.hostname)) : []),
    ...(spec.subdomain ? complaintsAbout(at.child('subdomain'), spec.subdomain, isDNS1123Label(spec.subdomain)) : []),
    ...validateHostAliases(spec.hostAliases, at.child('hostAliases')),
    ...validateDNS(spec, at.child('dnsConfig')),
  ];
}

function validateHostAliases(aliases: readonly HostAlias[] | undefined, at: FieldPath): FieldError[] {
  return (aliases ?? []).flatMap((alias, i) => [
    ...validateIp(alias.ip, at.index(i).child('ip')),
    ...(alias.hostnames ?? []).flatMap((name, j) =>
      complaintsAbout(at.index(i).child('hostnames').index(j), name, isDNS1123Subdomain(name)),
    ),
  ]);
}

function validateDNS({ dnsPolicy, dnsConfig }: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (dnsPolicy === 'None' && !dnsConfig) {
    errors.push(required(at, 'must provide `dnsConfig` when `dnsPolicy` is None'));
  }
  if (!dnsConfig) return errors;
  const { nameservers = [], searches = [], options = [] } = dnsConfig;
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    errors.push(required(at.child('nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
  }
  if (nameservers.length > nameserversAtMost) {
    errors.push(
      invalidValue(
        at.child('nameservers'),
        new Literal(goStrings(nameservers)),
        `must not have more than ${nameserversAtMost} nameservers`,
      ),
    );
  }
  nameservers.forEach((server, i) => errors.push(...validateIp(server, at.child('nameservers').index(i))));
  if (searches.length > searchesAtMost) {
    errors.push(
      invalidValue(
        at.child('searches'),
        new Literal(goStrings(searches)),
        `must not have more than ${searchesAtMost} search paths`,
      ),
    );
  }
  if (searches.join(' ').length > searchCharactersAtMost) {
    errors.push(
      invalidValue(
        at.child('searches'),
        new Literal(goStrings(searches)),
        `must not have more than ${searchCharactersAtMost} characters (including spaces) in the search list`,
      ),
    );
  }
  searches.forEach((search, i) => {
    if (search === '.') return;
    errors.push(
      ...complaintsAbout(at.child('searches').index(i), search, isDNS1123Subdomain(search.replace(/\.$/, ''))),
    );
  });
  options.forEach((option, i) => {
    if (!option.name) errors.push(required(at.child('options').index(i), 'must not be empty'));
  });
  return errors;
}
