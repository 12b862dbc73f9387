/** Where a program can be run that others reach there: a host of the lab. */
export interface Machine {
  /** By which others reach what runs there. */
  readonly address: string;
  /** A command line that runs a program there. */
  wrap(...commandLine: [program: string, ...args: string[]]): [string, ...string[]];
}
