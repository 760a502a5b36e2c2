/** Sorts components so that each comes after what it requires. */
import type { Component } from './component.ts';

/** Keeps the given order where requirements allow it. Throws on an unknown name and on a cycle: both are bugs of the list. */
export function inOrder<Context>(components: readonly Component<Context>[]): Component<Context>[] {
  const byName = new Map(components.map((c) => [c.name, c]));
  const sorted: Component<Context>[] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (component: Component<Context>, trail: readonly string[]): void => {
    if (state.get(component.name) === 'done') return;
    if (state.get(component.name) === 'visiting')
      throw new Error(`components require each other: ${[...trail, component.name].join(' → ')}`);
    state.set(component.name, 'visiting');
    for (const name of component.requires) {
      const required = byName.get(name);
      if (!required) throw new Error(`component ${component.name} requires ${name}, which is not in the list`);
      visit(required, [...trail, component.name]);
    }
    state.set(component.name, 'done');
    sorted.push(component);
  };
  for (const component of components) visit(component, []);
  return sorted;
}
