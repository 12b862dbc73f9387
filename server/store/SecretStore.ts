/** What must never be known outside the house, and that all its servers have in common. */
export interface SecretStore {
  /** Keeps something under a name where nothing is yet; resolves with what is there then. */
  keep(name: string, value: string): Promise<string>;
}
