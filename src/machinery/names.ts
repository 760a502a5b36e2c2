/**
 * What names and other small texts of the API may look like. Each rule answers with the complaints, worded as upstream
 * words them; no complaint means that the text is fine.
 */

/** `prefix`: the text is a generateName, and more will be appended to it. */
export type NameRule = (name: string, prefix: boolean) => string[];

const label1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain1123 = `${label1123}(\\.${label1123})*`;
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualified})?`;
const configKey = '[-._a-zA-Z0-9]+';
const percent = '[0-9]+%';
const headerName = '[-A-Za-z0-9]+';

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const expressions = {
  label1123: whole(label1123),
  subdomain1123: whole(subdomain1123),
  label1035: whole(label1035),
  qualified: whole(qualified),
  labelValue: whole(labelValue),
  configKey: whole(configKey),
  percent: whole(percent),
  headerName: whole(headerName),
};

const qualifiedMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const qualifiedExamples = ['MyName', 'my.name', '123-abc'];

const emptyError = 'must be non-empty';
const maxLengthError = (length: number): string => `must be no more than ${length} characters`;
export const inclusiveRangeError = (low: number, high: number): string =>
  `must be between ${low} and ${high}, inclusive`;

function regexError(message: string, pattern: string, ...examples: string[]): string {
  const such = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (${examples.length ? `e.g. ${such}` : ''}regex used for validation is '${pattern}')`;
}

/** Bytes of the text in UTF-8, which is how lengths are counted. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (code >= 0xd800 && code < 0xdc00 && i + 1 < text.length) {
      bytes += 2;
      i += 1;
    } else bytes += 2;
  }
  return bytes;
}

export function isDNS1123Label(text: string): string[] {
  const complaints: string[] = [];
  if (byteLength(text) > 63) complaints.push(maxLengthError(63));
  if (!expressions.label1123.test(text)) {
    complaints.push(
      expressions.subdomain1123.test(text)
        ? 'must not contain dots'
        : regexError(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            label1123,
            'my-name',
            '123-abc',
          ),
    );
  }
  return complaints;
}

export function isDNS1123Subdomain(text: string): string[] {
  const complaints: string[] = [];
  if (byteLength(text) > 253) complaints.push(maxLengthError(253));
  if (!expressions.subdomain1123.test(text)) {
    complaints.push(
      regexError(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        subdomain1123,
        'example.com',
      ),
    );
  }
  return complaints;
}

export function isDNS1035Label(text: string): string[] {
  const complaints: string[] = [];
  if (byteLength(text) > 63) complaints.push(maxLengthError(63));
  if (!expressions.label1035.test(text)) {
    complaints.push(
      regexError(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        label1035,
        'my-name',
        'abc-123',
      ),
    );
  }
  return complaints;
}

/** `name` or `prefix.example/name`: label keys, finalizers, extended resources. */
export function isQualifiedName(text: string): string[] {
  const parts = text.split('/');
  const complaint = regexError(qualifiedMessage, qualified, ...qualifiedExamples);
  if (parts.length > 2) {
    return [`a qualified name ${complaint} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const complaints: string[] = [];
  const name = parts.at(-1) ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') complaints.push(`prefix part ${emptyError}`);
    else complaints.push(...isDNS1123Subdomain(prefix).map((text) => `prefix part ${text}`));
  }
  if (name === '') complaints.push(`name part ${emptyError}`);
  else if (byteLength(name) > 63) complaints.push(`name part ${maxLengthError(63)}`);
  if (!expressions.qualified.test(name)) complaints.push(`name part ${complaint}`);
  return complaints;
}

export function isValidLabelValue(text: string): string[] {
  const complaints: string[] = [];
  if (byteLength(text) > 63) complaints.push(maxLengthError(63));
  if (!expressions.labelValue.test(text)) {
    complaints.push(
      regexError(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        labelValue,
        'MyValue',
        'my_value',
        '12345',
      ),
    );
  }
  return complaints;
}

const isInRange = (number: number, low: number, high: number): string[] =>
  number >= low && number <= high ? [] : [inclusiveRangeError(low, high)];

export const isValidPortNumber = (port: number): string[] => isInRange(port, 1, 65535);

/** User and group ids. */
export const isValidId = (id: number): string[] => isInRange(id, 0, 2147483647);

export function isValidPortName(name: string): string[] {
  const complaints: string[] = [];
  if (byteLength(name) > 15) complaints.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(name))
    complaints.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) complaints.push('must contain at least one letter (a-z)');
  if (name.includes('--')) complaints.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) complaints.push('must not begin or end with a hyphen');
  return complaints;
}

export const isValidPercent = (text: string): string[] =>
  expressions.percent.test(text)
    ? []
    : [regexError("a valid percent string must be a numeric string followed by an ending '%'", percent, '1%', '93%')];

export const isHTTPHeaderName = (text: string): string[] =>
  expressions.headerName.test(text)
    ? []
    : [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", headerName, 'X-Header-Name')];

/** Since v1.32 anything printable but `=`. */
export function isEnvVarName(name: string): string[] {
  const complaints: string[] = [];
  if (name === '') complaints.push(`environment variable name ${emptyError}`);
  if (!/^[ -<>-~]*$/.test(name)) {
    complaints.push("a valid environment variable name must consist only of printable ASCII characters other than '='");
  }
  return complaints;
}

/** Keys of ConfigMaps and Secrets. */
export function isConfigMapKey(key: string): string[] {
  const complaints: string[] = [];
  if (byteLength(key) > 253) complaints.push(maxLengthError(253));
  if (!expressions.configKey.test(key)) {
    complaints.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        configKey,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  }
  if (key === '.') complaints.push("must not be '.'");
  else if (key === '..') complaints.push("must not be '..'");
  else if (key.startsWith('..')) complaints.push("must not start with '..'");
  return complaints;
}

/** What may stand in a URL path: the rule of kinds that allow more than DNS names (RBAC). */
export function isPathSegmentName(name: string, prefix = false): string[] {
  const complaints: string[] = [];
  if (!prefix && name === '.') return ["may not be '.'"];
  if (!prefix && name === '..') return ["may not be '..'"];
  for (const part of ['/', '%']) {
    if (name.includes(part)) complaints.push(`may not contain '${part}'`);
  }
  return complaints;
}

/** The last dash of a generateName is fine, since more follows it. */
const masked = (name: string, prefix: boolean): string =>
  prefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;

export const nameIsDNSSubdomain: NameRule = (name, prefix) => isDNS1123Subdomain(masked(name, prefix));
export const nameIsDNSLabel: NameRule = (name, prefix) => isDNS1123Label(masked(name, prefix));

const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters and digits without vowels, so that no words come about. */
export function randomSuffix(length = 5): string {
  let suffix = '';
  for (let i = 0; i < length; i++) suffix += suffixAlphabet[Math.floor(Math.random() * suffixAlphabet.length)];
  return suffix;
}

/** The name for a metadata.generateName: at most 63 characters. */
export const generateName = (base: string): string => `${base.slice(0, 58)}${randomSuffix()}`;
