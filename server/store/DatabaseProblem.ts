/** Why a database cannot be used, as a sentence for whoever runs the server. */
export class DatabaseProblem extends Error {
  /** Whether it lies in the settings: trying again would not help. */
  readonly lasting: boolean;

  constructor(sentence: string, lasting: boolean) {
    super(sentence);
    this.lasting = lasting;
  }
}
