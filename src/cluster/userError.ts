/** An error that is the user's to mend: one line that says what is wrong, one that says what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
