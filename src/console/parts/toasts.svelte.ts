/** Short words about what was done, and about what failed; told for a few seconds. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly failed: boolean;
}

const shownMilliseconds = 5000;
const failureMilliseconds = 12_000;
let next = 0;

class Toasts {
  all = $state.raw<readonly Toast[]>([]);

  tell(text: string): void {
    this.#add(text, false);
  }

  fail(text: string): void {
    this.#add(text, true);
  }

  dismiss(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  #add(text: string, failed: boolean): void {
    const id = (next += 1);
    this.all = [...this.all, { id, text, failed }];
    setTimeout(() => this.dismiss(id), failed ? failureMilliseconds : shownMilliseconds);
  }
}

export const toasts = new Toasts();
