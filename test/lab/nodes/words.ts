/** What stands before the nodes is told at its start. */
export interface Before {
  /** Where visitors come to. */
  readonly address: string;
  /** There, and of each node. */
  readonly port: number;
  readonly nodes: readonly string[];
}

/** What it is told later: all who came come anew, by one node as long as that is ready. */
export interface Through {
  readonly node: string;
}
