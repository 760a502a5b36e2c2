/**
 * `-o`: how an object is printed, for every verb that prints objects. What a format needs is loaded when it is asked for.
 *
 *   const printer = await printerFor({ output: flags.output, ...flags });
 *   process.stdout.write(printer.print(object));
 *
 * `print` takes one object or one list, and may be called again: YAML documents are then separated as kubectl does.
 */
import { readFileSync } from 'node:fs';
import { goSyntax } from './goValue.ts';
import { CommandError, messageOf } from './errors.ts';
import { isJsonObject, listAt, printJson, textAt, withoutManagedFields, type JsonObject } from './json.ts';

export interface Printer {
  print(object: JsonObject): string;
}

export interface PrinterOptions {
  /** What stands behind -o; '' for none. */
  readonly output: string;
  readonly template?: string;
  readonly showManagedFields?: boolean;
  readonly allowMissingTemplateKeys?: boolean;
  readonly noHeaders?: boolean;
  /** Formats besides those that every verb has, for the error: wide, custom-columns, … */
  readonly more?: readonly string[];
  /** Members in the order that they have, and not in that of their names (JSON only). */
  readonly givenOrder?: boolean;
  /** Without -o the word behind 'pod/web': 'created'. */
  readonly operation?: string;
}

const objectFormats = [
  'json',
  'yaml',
  'name',
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
];

const templates =
  /^(go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file)(?:=(.*))?$/s;

/** Throws CommandError when the format is none that the verb has, or when its template is wrong. */
export async function printerFor(options: PrinterOptions): Promise<Printer> {
  const output = options.output === '' && options.template ? 'go-template' : options.output;
  const strip = (object: JsonObject): JsonObject => (options.showManagedFields ? object : withoutManagedFields(object));
  if (output === '')
    return { print: (object) => `${nameOf(object)}${options.operation ? ` ${options.operation}` : ''}\n` };
  if (output === 'json') return { print: (object) => printJson(strip(object), options.givenOrder) };
  if (output === 'name')
    return { print: (object) => (isList(object) ? itemsOf(object) : [object]).map((o) => `${nameOf(o)}\n`).join('') };
  if (output === 'yaml') return yamlPrinter(strip);
  const match = templates.exec(output);
  const format = match?.[1] ?? '';
  if (!match || (format.startsWith('custom-columns') && !options.more?.includes('custom-columns')))
    throw new CommandError(
      `unable to match a printer suitable for the output format "${output}", allowed formats are: ${[...objectFormats, ...(options.more ?? [])].sort().join(',')}`,
    );
  const given = match[2] ?? options.template ?? '';
  if (given === '' && !format.startsWith('custom-columns'))
    throw new CommandError(`template format specified but no template given`);
  const text = format.endsWith('file') ? readTemplate(given, format) : given;
  const strict = options.allowMissingTemplateKeys === false;
  if (format.startsWith('custom-columns')) {
    const { columnsOf, columnsOfTemplate, CustomColumnsPrinter } = await import('./customColumns.ts');
    const columns = format.endsWith('file') ? columnsOfTemplate(text) : columnsOf(text);
    return new CustomColumnsPrinter(columns, options.noHeaders === true);
  }
  return format.startsWith('jsonpath') ? jsonPathPrinter(text, format, strict) : goTemplatePrinter(text, strict);
}

async function yamlPrinter(strip: (object: JsonObject) => JsonObject): Promise<Printer> {
  const { printYaml } = await import('../../machinery/yaml/print.ts');
  let count = 0;
  return { print: (object) => `${count++ > 0 ? '---\n' : ''}${printYaml(strip(object))}` };
}

async function jsonPathPrinter(text: string, format: string, strict: boolean): Promise<Printer> {
  const { compileJsonPath } = await import('./jsonPath.ts');
  let path;
  try {
    path = compileJsonPath(text, { strict });
  } catch (error) {
    throw new CommandError(`error parsing jsonpath ${text}, ${messageOf(error)}`);
  }
  const template = path;
  return {
    print(object) {
      try {
        if (format !== 'jsonpath-as-json') return template.print(object);
        return printJson(template.find(object).flat());
      } catch (error) {
        throw new CommandError(
          `error executing jsonpath ${JSON.stringify(text)}: Error executing template: ${messageOf(error)}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${text}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
        );
      }
    },
  };
}

async function goTemplatePrinter(text: string, strict: boolean): Promise<Printer> {
  const { compileGoTemplate } = await import('./goTemplate.ts');
  let template;
  try {
    template = compileGoTemplate(text, { strict });
  } catch (error) {
    throw new CommandError(`error parsing template ${text}, template: output:1: ${messageOf(error)}`);
  }
  const compiled = template;
  return {
    print(object) {
      try {
        return compiled.print(object);
      } catch (error) {
        throw new CommandError(
          `error executing template ${JSON.stringify(text)}: template: output:1: ${messageOf(error)}`,
        );
      }
    },
  };
}

function readTemplate(path: string, format: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CommandError(`error reading --template ${path}, ${format}: open ${path}: no such file or directory`);
  }
}

const isList = (object: JsonObject): boolean =>
  textAt(object, 'kind').endsWith('List') && Array.isArray(object['items']);
const itemsOf = (object: JsonObject): readonly JsonObject[] => listAt(object, 'items').filter(isJsonObject);

/** 'pod/web', 'deployment.apps/web'. */
export function nameOf(object: JsonObject): string {
  const apiVersion = textAt(object, 'apiVersion');
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const kind = textAt(object, 'kind').toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${textAt(object, 'metadata', 'name')}`;
}
