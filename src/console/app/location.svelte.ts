/** The route that the address shows now, and the namespace that lists are narrowed to. */
import { hrefOf, parseRoute, type Route } from './route.ts';

const namespaceKey = 'peapod-namespace';

class Place {
  route = $state.raw<Route>(parseRoute(location.hash));
  /** '' shows all namespaces. */
  namespace = $state(localStorage.getItem(namespaceKey) ?? '');

  constructor() {
    window.addEventListener('hashchange', () => (this.route = parseRoute(location.hash)));
  }

  go(route: Route): void {
    location.hash = hrefOf(route);
  }

  /** As going there, but leaves no step to go back to. */
  replace(route: Route): void {
    history.replaceState(null, '', hrefOf(route));
    this.route = route;
  }

  choose(namespace: string): void {
    this.namespace = namespace;
    localStorage.setItem(namespaceKey, namespace);
  }
}

export const place = new Place();
