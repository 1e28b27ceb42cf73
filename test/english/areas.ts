/** The files and folders whose texts are checked for constructions; they grow until they are the whole repository. */
export const areas: readonly string[] = ["test/english"];
