/** Descriptions of ConfigMaps, Secrets and ServiceAccounts. */
import type { ConfigMap, Secret, ServiceAccount } from '../../api/core/v1.ts';
import { secrets } from '../../machinery/resources.ts';
import { byCodePoint } from '../kube/json.ts';
import type { Describer } from './contract.ts';

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

export const describeConfigMap: Describer = async (context, to) => {
  const { metadata, data = {}, binaryData = {} } = context.as<ConfigMap>();
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort(byCodePoint)) {
    to.line(0, `${key}:\n----`);
    to.line(0, `${data[key] ?? ''}\n`);
  }
  to.line(0, '\nBinaryData\n====');
  for (const key of Object.keys(binaryData).sort(byCodePoint))
    to.line(0, `${key}: ${bytesOf(binaryData[key] ?? '').length} bytes`);
  to.line(0, '');
  await context.writeEvents(to);
};

export const describeSecret: Describer = (context, to) => {
  const { metadata, type, data = {} } = context.as<Secret>();
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `\nType:\t${type ?? ''}`);
  to.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort(byCodePoint)) {
    const bytes = bytesOf(data[key] ?? '');
    const shown = key === 'token' && type === 'kubernetes.io/service-account-token';
    to.line(0, `${key}:\t${shown ? bytes.toString() : `${bytes.length} bytes`}`);
  }
};

export const describeServiceAccount: Describer = async (context, to) => {
  const account = context.as<ServiceAccount>();
  const { metadata } = account;
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  const present = (await context.tryList(secrets, context.namespace)) ?? [];
  const tokens = present.filter(
    (s) =>
      s.type === 'kubernetes.io/service-account-token' &&
      s.metadata?.annotations?.['kubernetes.io/service-account.name'] === metadata?.name &&
      s.metadata?.annotations?.['kubernetes.io/service-account.uid'] === metadata?.uid,
  );
  const known = new Set(present.map((s) => s.metadata?.name ?? ''));
  const marked = (name: string): string => (known.has(name) ? name : `${name} (not found)`);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['Image pull secrets:', (account.imagePullSecrets ?? []).map((s) => marked(s.name ?? ''))],
    ['Mountable secrets: ', (account.secrets ?? []).map((s) => marked(s.name ?? ''))],
    ['Tokens:            ', tokens.map((s) => s.metadata?.name ?? '')],
  ];
  for (const [title, names] of lists) {
    if (names.length === 0) to.line(0, `${title}\t<none>`);
    names.forEach((name, i) => to.line(0, `${i === 0 ? title : ' '.repeat(19)}\t${name}`));
  }
  await context.writeEvents(to);
};
