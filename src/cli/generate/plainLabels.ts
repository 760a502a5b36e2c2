/** 'a=b,c=d' and nothing else. Throws Error in kubectl's words. */
export function parsePlainLabels(text: string): Record<string, string> {
  if (text === '') throw new Error('no label spec passed');
  const labels: Record<string, string> = {};
  for (const spec of text.split(',')) {
    const parts = spec.split('=');
    const [key = '', value = ''] = parts;
    if (parts.length !== 2) throw new Error(`unexpected label spec: ${spec}`);
    if (key === '') throw new Error('unexpected empty label key');
    labels[key] = value;
  }
  return labels;
}
