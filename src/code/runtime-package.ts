/** The package that an SDK imports its runtime from, if the contract says so. */
export const runtimePackage = "@rabbitgen/runtime";
