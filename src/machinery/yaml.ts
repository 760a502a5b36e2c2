/** YAML as kubectl reads and prints it. */
export { parseYaml, parseYamlLeniently, parseYamlStream, YamlError } from './yaml/parse.ts';
export { printYaml } from './yaml/print.ts';
