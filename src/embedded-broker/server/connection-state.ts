/** How far a connection is, from the protocol header to the end of its socket. */
export type ConnectionState = "header" | "starting" | "tuning" | "opening" | "running" | "closing" | "closed";
