// Before the first paint, so that a chosen theme never flashes the other one.
try {
  const chosen = localStorage.getItem('peapod-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // No storage: the system's theme it is.
}
