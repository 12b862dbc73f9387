/** The tables of what several servers of a house have in common. */
export interface ClusterTables {
  /** One row: the number of the server that may write. */
  fence: { id: number; number: number };
  secret: { name: string; value: string };
}
