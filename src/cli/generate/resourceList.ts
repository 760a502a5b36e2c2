import { canonicalQuantity } from '../../machinery/quantity.ts';

/** 'cpu=1,memory=2Gi' → amounts by resource. Errors are in kubectl's words. */
export function parseResourceList(text: string): Record<string, string> {
  const amounts: Record<string, string> = {};
  if (text === '') return amounts;
  for (const statement of text.split(',')) {
    const parts = statement.split('=');
    if (parts.length !== 2) throw new Error(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    const [name = '', amount = ''] = parts;
    amounts[name] = canonicalQuantity(amount);
  }
  return amounts;
}
