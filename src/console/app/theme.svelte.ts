/** Light, dark, or as the system is. */
const key = 'peapod-theme';
const order = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof order)[number];

class Theme {
  choice = $state<ThemeChoice>(stored());

  next(): void {
    this.choice = order[(order.indexOf(this.choice) + 1) % order.length] ?? 'system';
    if (this.choice === 'system') {
      localStorage.removeItem(key);
      delete document.documentElement.dataset['theme'];
    } else {
      localStorage.setItem(key, this.choice);
      document.documentElement.dataset['theme'] = this.choice;
    }
  }
}

function stored(): ThemeChoice {
  const value = localStorage.getItem(key);
  return value === 'light' || value === 'dark' ? value : 'system';
}

export const theme = new Theme();
