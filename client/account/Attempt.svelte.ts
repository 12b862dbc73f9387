/** Something one tries: whether it is under way, and what became of it. */
export class Attempt {
  busy = $state(false);
  problem = $state.raw<unknown>(null);

  /** Does it, once at a time; says whether it worked. */
  async run(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await act();
      return true;
    } catch (error) {
      this.problem = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
