// Loaded before the first paint (not a module), so that a chosen theme does not flash.
(() => {
  try {
    const chosen = localStorage.getItem('sandbox.theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be blocked: the system's theme is used then.
  }
})();
