/** What stands before the nodes is told at its start. */
export interface Before {
  /** Where visitors come to. */
  readonly address: string;
  /** There, and of each node. */
  readonly port: number;
  readonly nodes: readonly string[];
}
