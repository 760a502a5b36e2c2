// What has to be there before the page is: the chosen theme, so that the first paint never flashes the other one, and what
// happens when the page's own code does not come.
try {
  const chosen = localStorage.getItem('peapod-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // No storage: the system's theme it is.
}

// Browsers break off what they load when the machine's network changes, as it does on a node with each Pod that starts.
const mostReloads = 5;
const pauseMilliseconds = 500;
function reload() {
  const done = Number(sessionStorage.getItem('peapod-reloads') ?? 0);
  if (done >= mostReloads) return;
  sessionStorage.setItem('peapod-reloads', String(done + 1));
  setTimeout(() => location.reload(), pauseMilliseconds);
}
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) reload();
  },
  true,
);
addEventListener('vite:preloadError', reload);
